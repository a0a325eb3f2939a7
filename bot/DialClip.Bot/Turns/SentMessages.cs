using System.Collections.Immutable;
using System.Net;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Turns;

/// <summary>
/// The messages that are sent in one turn, by the plugin or the host bot: for the history, and to know which replies
/// really were sent.
/// </summary>
/// <param name="maxTextLength">The most characters of a text that are stored.</param>
internal sealed class SentMessages(int maxTextLength)
{
    private readonly object sync = new();
    private readonly Dictionary<string, PendingReply> pending = new(StringComparer.Ordinal);
    private TurnDiagnostics? diagnostics;

    /// <summary>A reply that was created and may be sent, by the plugin or by the host bot.</summary>
    /// <param name="impression">The impression id, which the message carries.</param>
    /// <param name="candidates">The items that it shows, the best first.</param>
    /// <param name="announce">Records the intention to send it.</param>
    /// <param name="withdraw">Takes the intention back.</param>
    internal sealed class PendingReply(
        string impression,
        IReadOnlyList<ScoredCandidate> candidates,
        Func<Task> announce,
        Action withdraw
    )
    {
        private bool isAnnounced;

        /// <summary>Gets the impression id.</summary>
        public string Impression => impression;

        /// <summary>Gets the items that it shows, the best first.</summary>
        public IReadOnlyList<ScoredCandidate> Candidates => candidates;

        /// <summary>Records the intention before it goes out, once.</summary>
        public Task AnnounceAsync()
        {
            if (isAnnounced)
                return Task.CompletedTask;
            isAnnounced = true;
            return announce();
        }

        /// <summary>Takes the intention back, once, where it did not go out.</summary>
        public void Withdraw()
        {
            if (!isAnnounced)
                return;
            isAnnounced = false;
            withdraw();
        }
    }

    /// <summary>A reply of the plugin that was sent, and the cosine similarity of its first item.</summary>
    internal sealed record SentReply(Impression Impression, float Score);

    /// <summary>Gets the turns that were sent, each with the stored form of its message's id.</summary>
    public ImmutableArray<(DialogTurn Turn, string? Id)> Turns { get; private set; } = [];

    /// <summary>Gets the plugin's replies among them.</summary>
    public ImmutableArray<SentReply> Impressions { get; private set; } = [];

    /// <summary>
    /// Gets the bot's edits of its own messages: the new text by id; null where it was deleted or has no text.
    /// </summary>
    public ImmutableDictionary<string, string?> Edits { get; private set; } =
        ImmutableDictionary<string, string?>.Empty;

    /// <summary>
    /// Gets whether something was sent, changed or deleted, or was to be: anything but a trace or a sign of typing.
    /// </summary>
    public bool HasAnswer { get; private set; }

    /// <summary>Gets the texts that messages of the host bot offer to be answered with; one list a message.</summary>
    public ImmutableArray<IReadOnlyList<string>> Offers { get; private set; } = [];

    /// <summary>Gets whether a message of the host bot expects an answer; null where it sent none.</summary>
    public bool? ExpectsAnswer { get; private set; }

    /// <summary>Gets or sets whether the plugin's reply may have been sent before, by a process that died.</summary>
    public bool IsSentAgain { get; set; }

    /// <summary>Registers a reply, which is an impression once it is sent.</summary>
    public void RegisterPending(PendingReply reply)
    {
        lock (sync)
            pending[reply.Impression] = reply;
    }

    /// <summary>Adds diagnostics to the next message that is sent.</summary>
    public void AddDiagnostics(TurnDiagnostics next)
    {
        lock (sync)
            diagnostics = next;
    }

    /// <summary>Registers the handlers that record what is sent, edited and deleted in a turn.</summary>
    public void Attach(ITurnContext turnContext)
    {
        turnContext.OnSendActivities(
            async (_, activities, next) =>
            {
                // An answer that a later handler holds back, or that fails, is the host bot's answer all the same.
                HasAnswer |= activities.Any(IsAnswer);
                WriteDiagnostics(activities);
                var replies = FindPending(activities);
                foreach (var reply in replies)
                    await reply.AnnounceAsync().ConfigureAwait(false);
                var responses = await SendAsync(activities, next).ConfigureAwait(false);
                // What a later handler did not let out has no response.
                for (var index = 0; index < Math.Min(activities.Count, responses?.Length ?? 0); index++)
                    if (activities[index].Type == ActivityTypes.Message)
                        RecordSent(activities[index], ActivityIds.Normalize(responses![index]?.Id));
                foreach (var reply in replies.Where(IsPending))
                    reply.Withdraw();
                return responses!;
            }
        );
        turnContext.OnUpdateActivity(
            async (_, activity, next) =>
            {
                HasAnswer = true;
                var response = await next().ConfigureAwait(false);
                RecordEdit(activity.Id, GetText(activity));
                RecordOffer(activity);
                return response;
            }
        );
        turnContext.OnDeleteActivity(
            async (_, reference, next) =>
            {
                HasAnswer = true;
                await next().ConfigureAwait(false);
                RecordEdit(reference.ActivityId, null);
            }
        );
    }

    // A channel may refuse a reply that it has, instead of giving the id of the first one.
    private async Task<ResourceResponse[]?> SendAsync(List<Activity> activities, Func<Task<ResourceResponse[]>> next)
    {
        try
        {
            return await next().ConfigureAwait(false);
        }
        catch (ErrorResponseException error) when (IsSentAgain && error.Response?.StatusCode == HttpStatusCode.Conflict)
        {
            return [.. activities.Select(_ => new ResourceResponse())];
        }
    }

    private List<PendingReply> FindPending(List<Activity> activities)
    {
        lock (sync)
            return
            [
                .. activities
                    .Where(activity => activity.Type == ActivityTypes.Message)
                    .Select(ReplyMark.ReadImpression)
                    .Select(name => name is null ? null : pending.GetValueOrDefault(name))
                    .OfType<PendingReply>(),
            ];
    }

    private bool IsPending(PendingReply reply)
    {
        lock (sync)
            return pending.ContainsKey(reply.Impression);
    }

    private void RecordEdit(string? id, string? text)
    {
        if (ActivityIds.Normalize(id) is not { } message)
            return;
        lock (sync)
            Edits = Edits.SetItem(message, text);
    }

    private void RecordSent(Activity activity, string? id)
    {
        lock (sync)
        {
            var name = ReplyMark.ReadImpression(activity);
            var candidates = name is null ? null : pending.GetValueOrDefault(name)?.Candidates;
            var text = candidates is null
                ? GetText(activity)
                : MessageText.GetSent(activity.Text, activity, maxTextLength);
            if (!string.IsNullOrEmpty(text))
                Turns = Turns.Add((DialogTurn.FromText(Speaker.Bot, text), id));
            if (candidates is null)
            {
                ExpectsAnswer = ExpectsAnswer == true || activity.InputHint == InputHints.ExpectingInput;
                RecordOffer(activity);
                return;
            }
            pending.Remove(name!);
            var first = candidates[0].Item;
            // Of a carousel the first picture stands for all: the history is short.
            if (first.Modality == Modality.Picture)
                Turns = Turns.Add(
                    (
                        new()
                        {
                            Speaker = Speaker.Bot,
                            Modality = Modality.Picture,
                            PictureId = first.Id,
                        },
                        id
                    )
                );
            var others = candidates.Skip(1).Select(candidate => candidate.Item.Id).ToList();
            var impression = new Impression(name!, first.Id, others.Count > 0 ? others : null, id);
            Impressions = Impressions.Add(new(impression, candidates[0].Score));
        }
    }

    private void RecordOffer(Activity activity)
    {
        var offered = OfferedTexts.Collect(activity);
        lock (sync)
            if (offered.Count > 0)
                Offers = Offers.Add(offered);
    }

    private static bool IsAnswer(Activity activity) =>
        activity.Type is not (ActivityTypes.Trace or ActivityTypes.Typing or ActivityTypesEx.Delay);

    // A card's text is part of the dialog; a picture without a text is known by its name.
    private string? GetText(Activity activity)
    {
        var text = string.IsNullOrWhiteSpace(activity.Text)
            ? string.Join(' ', (activity.Attachments ?? []).Select(CardText.Get).Where(card => card.Length > 0))
            : activity.Text;
        return MessageText.GetSent(text, activity, maxTextLength);
    }

    private void WriteDiagnostics(List<Activity> activities)
    {
        lock (sync)
        {
            var first = activities.Find(activity => activity.Type == ActivityTypes.Message);
            if (diagnostics is null || first is null)
                return;
            ReplyMark.AddDiagnostics(first, diagnostics);
            diagnostics = null;
        }
    }
}
