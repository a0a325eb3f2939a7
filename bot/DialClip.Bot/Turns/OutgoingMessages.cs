using System.Collections.Immutable;
using DialClip.Bot.Conversation;
using DialClip.Bot.Replies;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Turns;

/// <summary>Sees all that the bot says in one turn, whoever of its parts said it: for the memory, and to know which replies were really shown.</summary>
/// <param name="maxTextLength">The most characters of a text that are kept.</param>
/// <param name="shown">Is told of every impression once it was sent.</param>
internal sealed class OutgoingMessages(int maxTextLength, Action<Impression, Offer> shown)
{
    private readonly Lock sync = new();
    private readonly List<SaidTurn> turns = [];
    private readonly List<Impression> impressions = [];
    private readonly Dictionary<string, Offer> offers = new(StringComparer.Ordinal);
    private OwnChanges changes = new(ImmutableDictionary<string, string?>.Empty);
    private Explanation? explanation;

    /// <summary>Gets what was said so far.</summary>
    public IReadOnlyList<SaidTurn> Turns
    {
        get
        {
            lock (sync)
                return [.. turns];
        }
    }

    /// <summary>Gets the plugin's replies among it.</summary>
    public IReadOnlyList<Impression> Impressions
    {
        get
        {
            lock (sync)
                return [.. impressions];
        }
    }

    /// <summary>Gets what the bot changed of what it had said.</summary>
    public OwnChanges Changes
    {
        get
        {
            lock (sync)
                return changes;
        }
    }

    /// <summary>Makes a reply known, so that it counts as shown when it is sent.</summary>
    public void Expect(Offer offer)
    {
        lock (sync)
            offers[offer.Impression] = offer;
    }

    /// <summary>Lets the next message carry why the turn ended as it did.</summary>
    public void Explain(Explanation why)
    {
        lock (sync)
            explanation = why;
    }

    /// <summary>Begins to watch a turn.</summary>
    public void Watch(ITurnContext turnContext)
    {
        turnContext.OnSendActivities(
            async (_, activities, next) =>
            {
                AddExplanation(activities);
                var responses = await next().ConfigureAwait(false);
                // What a later handler kept back was not said, and has no response.
                for (var index = 0; index < activities.Count && index < (responses?.Length ?? 0); index++)
                    if (
                        activities[index].Type == ActivityTypes.Message
                        && Take(activities[index], ActivityIds.Kept(responses![index]?.Id)) is { } sent
                    )
                        shown(sent.Impression, sent.Offer);
                return responses!;
            }
        );
        turnContext.OnUpdateActivity(
            async (_, activity, next) =>
            {
                var response = await next().ConfigureAwait(false);
                Change(activity.Id, TextOf(activity));
                return response;
            }
        );
        turnContext.OnDeleteActivity(
            async (_, reference, next) =>
            {
                await next().ConfigureAwait(false);
                Change(reference.ActivityId, null);
            }
        );
    }

    private void Change(string? id, string? text)
    {
        if (ActivityIds.Kept(id) is not { } kept)
            return;
        lock (sync)
            changes = new(changes.Texts.SetItem(kept, text));
    }

    // What a card says is said, too; a picture without a word is known by its name.
    private string? TextOf(Activity activity)
    {
        var text = string.IsNullOrWhiteSpace(activity.Text)
            ? string.Join(' ', (activity.Attachments ?? []).Select(CardText.Of).Where(said => said.Length > 0))
            : activity.Text;
        return string.IsNullOrWhiteSpace(text) ? null : IncomingMessage.Cut(text, maxTextLength);
    }

    private void AddExplanation(List<Activity> activities)
    {
        lock (sync)
        {
            if (
                explanation is null
                || activities.FirstOrDefault(activity => activity.Type == ActivityTypes.Message) is not { } first
            )
                return;
            ReplyMark.Explain(first, explanation);
            explanation = null;
        }
    }

    private (Impression Impression, Offer Offer)? Take(Activity activity, string? id)
    {
        lock (sync)
        {
            var name = ReplyMark.Read(activity);
            var isOurs = name is not null && offers.ContainsKey(name);
            if ((isOurs ? IncomingMessage.Cut(activity.Text, maxTextLength) : TextOf(activity)) is { Length: > 0 } text)
                turns.Add(new(DialogTurn.OfText(Speaker.Bot, text), id));
            if (name is null || !offers.Remove(name, out var offer))
                return null;
            var items = offer.Candidates.Select(candidate => candidate.Item).ToList();
            // Of a carousel the first stands for all: the history is short.
            if (items[0].Modality == Modality.Picture)
                turns.Add(
                    new(
                        new DialogTurn
                        {
                            Speaker = Speaker.Bot,
                            Modality = Modality.Picture,
                            PictureId = items[0].Id,
                        },
                        id
                    )
                );
            var impression = new Impression(
                name,
                items[0].Id,
                items.Count > 1 ? [.. items.Skip(1).Select(item => item.Id)] : null,
                id
            );
            impressions.Add(impression);
            return (impression, offer);
        }
    }
}
