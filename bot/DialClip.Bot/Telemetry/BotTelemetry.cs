using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using DialClip.Bot.Attachments;
using DialClip.Bot.Turns;
using DialClip.Bot.UserFeedback;
using DialClip.Shared.Telemetry;
using Microsoft.Bot.Connector;
using Microsoft.Extensions.Options;
using Activity = Microsoft.Bot.Schema.Activity;

namespace DialClip.Bot.Telemetry;

/// <summary>What the plugin tells the outside about its turns: spans and measures, without texts and people.</summary>
internal sealed class BotTelemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "DialClip.Bot";

    private static readonly ActivitySource Source = new(Name);

    // Whoever calls the bot names the channel; every new name would be a series of measurements of its own.
    private static readonly FrozenSet<string> Known = typeof(Channels)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => field.GetRawConstantValue())
        .OfType<string>()
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly Histogram<double> duration;
    private readonly Counter<long> feedback;
    private readonly Counter<long> refusedPictures;

    private readonly TelemetryOptions options;

    /// <summary>Makes the instruments.</summary>
    public BotTelemetry(IMeterFactory meters, IOptions<TelemetryOptions> options)
    {
        this.options = options.Value;
        // The factory owns the meter and ends it with the services.
        var meter = meters.Create(Name);
        duration = meter.CreateHistogram<double>(
            "dialclip.turn.duration",
            "s",
            "Time from a message's arrival until the plugin has answered or handed it on.",
            tags: null,
            DurationBuckets.Seconds
        );
        feedback = meter.CreateCounter<long>(
            "dialclip.feedback",
            "{feedback}",
            "Likes and dislikes of the plugin's replies, each counted once."
        );
        refusedPictures = meter.CreateCounter<long>(
            "dialclip.pictures.refused",
            "{picture}",
            "Pictures of users that were not taken."
        );
    }

    /// <summary>Begins the span of a turn; null when nobody listens.</summary>
    public System.Diagnostics.Activity? BeginTurn(Activity activity)
    {
        var span = Source.StartActivity("dialclip.turn")?.SetTag("dialclip.channel", ChannelOf(activity.ChannelId));
        if (options.IncludeText)
            span?.SetTag("dialclip.text", activity.Text);
        if (options.IncludeUser)
            span?.SetTag("user.id", activity.From?.Id);
        return span;
    }

    /// <summary>Begins the span of a part of a turn; null when nobody listens.</summary>
    public static System.Diagnostics.Activity? Begin(string name) => Source.StartActivity(name);

    /// <summary>Counts a message with what became of it.</summary>
    public void Ended(System.Diagnostics.Activity? span, string? channel, TurnDecision decision, TimeSpan elapsed)
    {
        var tags = new TagList
        {
            { "dialclip.channel", ChannelOf(channel) },
            { "dialclip.outcome", Lower(decision.Outcome) },
            { "dialclip.reason", decision.Reason },
            { "dialclip.mode", Lower(decision.Mode) },
        };
        if (decision.Answer is { } answer)
        {
            tags.Add("dialclip.variant", answer.Assignment.Variant);
            tags.Add(TelemetryTags.HeadName, answer.Head.Name);
            tags.Add(TelemetryTags.HeadVersion, answer.Head.Version);
            tags.Add(TelemetryTags.CatalogName, answer.Catalog.Name);
            tags.Add(TelemetryTags.CatalogVersion, answer.Catalog.Version);
        }
        duration.Record(elapsed.TotalSeconds, tags);
        if (span is null)
            return;
        foreach (var tag in tags)
            span.SetTag(tag.Key, tag.Value);
        if (decision.Answer?.Decision.Candidate is { } candidate)
            span.SetTag("dialclip.item", candidate.Item.Id).SetTag("dialclip.score", candidate.Score);
        if (decision.Outcome == TurnOutcome.Failed)
            span.SetStatus(ActivityStatusCode.Error, decision.Reason);
    }

    /// <summary>Counts feedback.</summary>
    public void Feedback(string? channel, GivenFeedback given) =>
        feedback.Add(
            1,
            new TagList
            {
                { "dialclip.channel", ChannelOf(channel) },
                {
                    "dialclip.liked",
                    given.Liked switch
                    {
                        true => "yes",
                        false => "no",
                        null => "taken-back",
                    }
                },
                { "dialclip.source", given.Source },
            }
        );

    /// <summary>Counts a picture that was not taken.</summary>
    public void PictureRefused(string? channel, PictureRefusal refusal) =>
        refusedPictures.Add(
            1,
            new TagList { { "dialclip.channel", ChannelOf(channel) }, { "dialclip.reason", Lower(refusal) } }
        );

    /// <summary>Gets the id of a channel that the SDK knows; 'other' for any other text.</summary>
    internal static string ChannelOf(string? channel) =>
        channel is not null && Known.TryGetValue(channel, out var known) ? known : "other";

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
