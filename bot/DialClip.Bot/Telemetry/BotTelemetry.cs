using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using DialClip.Bot.Attachments;
using DialClip.Bot.Privacy;
using DialClip.Bot.Turns;
using DialClip.Shared.Telemetry;
using Microsoft.Bot.Connector;
using Microsoft.Extensions.Options;
using Activity = Microsoft.Bot.Schema.Activity;

namespace DialClip.Bot.Telemetry;

/// <summary>The spans and instruments of turns, without texts and people.</summary>
internal sealed class BotTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "DialClip.Bot";

    private static readonly ActivitySource Source = new(Name);

    // Callers of the bot name the channel, and every new name would be a time series of its own.
    private static readonly FrozenSet<string> KnownChannels = typeof(Channels)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => field.GetRawConstantValue())
        .OfType<string>()
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly Histogram<double> duration;
    private readonly Counter<long> feedback;
    private readonly Counter<long> refusedPictures;
    private readonly Counter<long> uncertainReplies;
    private readonly Counter<long> circuitChanges;
    private readonly TelemetryOptions options;

    /// <summary>Creates the instruments.</summary>
    public BotTelemetry(IMeterFactory meters, IOptions<TelemetryOptions> options)
    {
        this.options = options.Value;
        // The factory owns the meter and disposes it with the services.
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
            "Pictures of users that were refused."
        );
        uncertainReplies = meter.CreateCounter<long>(
            "dialclip.replies.uncertain",
            "{reply}",
            "Replies that a process was sending when it died, and whose messages were delivered again."
        );
        circuitChanges = meter.CreateCounter<long>(
            "dialclip.storage.circuit.changes",
            "{change}",
            "Changes of the conversation storage's circuit breaker."
        );
    }

    /// <summary>Starts the span of a turn; null when nobody listens.</summary>
    public System.Diagnostics.Activity? BeginTurn(Activity activity, IdHasher hasher)
    {
        var span = StartSpan("dialclip.turn")?.SetTag("dialclip.channel", GetChannelTag(activity.ChannelId));
        if (options.IncludeText)
            span?.SetTag("dialclip.text", activity.Text);
        if (options.IncludeUser)
            span?.SetTag("user.id", hasher.FindUser(activity));
        return span;
    }

    /// <summary>Starts the span of a part of a turn; null when nobody listens.</summary>
    public static System.Diagnostics.Activity? StartSpan(string name) => Source.StartActivity(name);

    /// <summary>Records a message with its result.</summary>
    public void RecordTurn(System.Diagnostics.Activity? span, string? channel, TurnResult result, TimeSpan elapsed)
    {
        var tags = new TagList
        {
            { "dialclip.channel", GetChannelTag(channel) },
            { "dialclip.outcome", ToTag(result.Outcome) },
            { "dialclip.reason", result.Reason },
            { "dialclip.mode", ToTag(result.Mode) },
        };
        if (result.HasRetrieval)
        {
            tags.Add("dialclip.variant", result.Assignment.Variant);
            tags.Add(TelemetryTags.HeadName, result.Retrieval.HeadName);
            tags.Add(TelemetryTags.HeadVersion, result.Retrieval.HeadVersion);
            tags.Add(TelemetryTags.CatalogName, result.Retrieval.CatalogName);
            tags.Add(TelemetryTags.CatalogVersion, result.Retrieval.CatalogVersion);
        }
        duration.Record(elapsed.TotalSeconds, tags);
        if (span is null)
            return;
        foreach (var tag in tags)
            span.SetTag(tag.Key, tag.Value);
        if (result.Decision?.Candidate is { } candidate)
            span.SetTag("dialclip.item", candidate.Item.Id).SetTag("dialclip.score", candidate.Score);
        if (result.Outcome == TurnOutcome.Failed)
            span.SetStatus(ActivityStatusCode.Error, result.Reason);
    }

    /// <summary>Counts feedback.</summary>
    /// <param name="channel">The channel's id.</param>
    /// <param name="liked">Whether it is a like; null when it was taken back.</param>
    /// <param name="source">The control that was used.</param>
    public void RecordFeedback(string? channel, bool? liked, string source)
    {
        var tag = liked switch
        {
            true => "yes",
            false => "no",
            null => "taken-back",
        };
        feedback.Add(
            1,
            new TagList
            {
                { "dialclip.channel", GetChannelTag(channel) },
                { "dialclip.liked", tag },
                { "dialclip.source", source },
            }
        );
    }

    /// <summary>Counts a picture that was refused.</summary>
    public void RecordRefusedPicture(string? channel, PictureRefusal refusal) =>
        refusedPictures.Add(
            1,
            new TagList { { "dialclip.channel", GetChannelTag(channel) }, { "dialclip.reason", ToTag(refusal) } }
        );

    /// <summary>Counts a reply of which nobody knows whether the channel has it.</summary>
    public void RecordUncertainReply(string? channel, bool isSentAgain) =>
        uncertainReplies.Add(
            1,
            new TagList
            {
                { "dialclip.channel", GetChannelTag(channel) },
                { "dialclip.action", isSentAgain ? "sent-again" : "silent" },
            }
        );

    /// <summary>Counts a change of the storage's circuit breaker.</summary>
    public void RecordStorageCircuit(bool isOpen) =>
        circuitChanges.Add(1, new TagList { { "dialclip.state", isOpen ? "open" : "closed" } });

    /// <summary>Gets the id of a channel that the SDK knows; 'other' for any other text.</summary>
    internal static string GetChannelTag(string? channel) =>
        channel is not null && KnownChannels.TryGetValue(channel, out var known) ? known : "other";

    private static string ToTag<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
