using System.Collections.Immutable;
using System.Text.Json.Serialization;
using DialClip.Encoders;

namespace DialClip.Bot.State;

/// <summary>The stored state of a conversation. Immutable: every change creates another record.</summary>
/// <param name="Version">The version of the layout.</param>
/// <param name="Turns">The history: the last turns, oldest first.</param>
/// <param name="Activities">The ids of activities that were seen, oldest first.</param>
/// <param name="Impressions">The last replies, oldest first; feedback can still name them.</param>
/// <param name="Stopped">Whether a user stopped the plugin.</param>
/// <param name="Catalog">The reference of the catalog that was chosen; null for the default one.</param>
/// <param name="OlderReplies">
/// Read of versions before 4 alone, where the oldest replies had no ratings: the impression id, a space and the
/// message's id.
/// </param>
/// <param name="Offers">What the bot's last messages offered to be answered with; null for nothing.</param>
/// <param name="Claims">
/// The turns that have taken a message on and have not ended, oldest first; null for none. An id of
/// <paramref name="Activities"/> that no claim names is that of a message whose turn has ended.
/// </param>
internal sealed record ConversationRecord(
    int Version,
    ImmutableArray<StoredTurn> Turns,
    ImmutableArray<string> Activities,
    ImmutableArray<Impression> Impressions,
    bool Stopped = false,
    string? Catalog = null,
    ImmutableArray<string>? OlderReplies = null,
    BotOffers? Offers = null,
    ImmutableArray<TurnClaim>? Claims = null
)
{
    /// <summary>
    /// The layout that this code writes. Versions 1 to 3 are read as well: 3 has no claims, 1 and 2 have the features
    /// within the turns, 1 has no ids of turns, no ratings, no commands, no catalogs and no older replies.
    /// </summary>
    public const int CurrentVersion = 4;

    private const int MaxImpressions = 24;

    // So that a message that comes twice is still answered once.
    private const int MinActivities = 8;

    // A claim outlives its turn only where a process died or a storage failed.
    private const int MaxClaims = 8;

    /// <summary>Gets the record of a conversation that has just begun.</summary>
    public static ConversationRecord Empty { get; } = new(CurrentVersion, [], [], []);

    /// <summary>Gets whether something can be removed: the newest ids stay.</summary>
    [JsonIgnore]
    public bool CanShrink => !Turns.IsEmpty || !Impressions.IsEmpty || Activities.Length > MinActivities;

    /// <summary>
    /// Gets the record with newer turns; the oldest beyond the capacity are removed. A message that came again replaces
    /// its former turns.
    /// </summary>
    public ConversationRecord WithTurns(IEnumerable<StoredTurn> turns, int capacity)
    {
        StoredTurn[] newer = [.. turns];
        return ReplaceTurns(Turns.RemoveAll(IsReplaced).AddRange(newer), capacity);

        bool IsReplaced(StoredTurn old)
        {
            if (old.Id is not null)
                foreach (var turn in newer)
                    if (turn.Id == old.Id && turn.Speaker == old.Speaker)
                        return true;
            return false;
        }
    }

    /// <summary>
    /// Gets the record with a message's turns where the message arrived, and the replies to it behind them: later
    /// messages may have been stored while the host bot worked on this one.
    /// </summary>
    /// <param name="before">The record before the message; null where it could not be read.</param>
    /// <param name="messageId">The stored form of the message's id; null where it has none.</param>
    /// <param name="own">The message's turns with features, the picture first; may be empty.</param>
    /// <param name="replies">The turns that the bot sent.</param>
    /// <param name="capacity">The most turns.</param>
    public ConversationRecord WithMessage(
        ConversationRecord? before,
        string? messageId,
        IReadOnlyList<StoredTurn> own,
        IReadOnlyList<StoredTurn> replies,
        int capacity
    )
    {
        if (before is null)
            return WithTurns([.. own, .. replies], capacity);
        // The text was stored when the turn began, if the message has an id. It may have been edited or deleted since.
        var index = messageId is null
            ? -1
            : FindLast(turn => turn.Id == messageId && turn.Speaker == Speaker.User && turn.Modality == Modality.Text);
        if (index < 0)
        {
            // A message whose text is gone was deleted, and its picture with it. Without a text nothing of the message
            // is stored yet, unless it comes again.
            var isDeleted = messageId is not null && own.Any(turn => turn.Modality == Modality.Text);
            var others = WithoutMessage(messageId);
            var inserted = (isDeleted ? [] : own).Concat(replies);
            return others.ReplaceTurns(others.Turns.InsertRange(others.FindEnd(before), inserted), capacity);
        }
        var stored = Turns[index];
        var text = own.FirstOrDefault(turn => turn.Modality == Modality.Text && turn.Text == stored.Text) ?? stored;
        var pictures = own.Where(turn => turn.Modality != Modality.Text);
        return ReplaceTurns(Turns.RemoveAt(index).InsertRange(index, pictures.Append(text).Concat(replies)), capacity);
    }

    /// <summary>Gets the record with a turn at an index; the oldest beyond the capacity are removed.</summary>
    public ConversationRecord WithInserted(StoredTurn turn, int index, int capacity) =>
        ReplaceTurns(Turns.Insert(index, turn), capacity);

    /// <summary>Gets the record without a user's message.</summary>
    public ConversationRecord WithoutMessage(string? messageId) =>
        messageId is null
            ? this
            : this with
            {
                Turns = Turns.RemoveAll(turn => turn.Id == messageId && turn.Speaker == Speaker.User),
            };

    /// <summary>
    /// Gets the record with the claim of a turn, instead of an earlier claim on the same message. A message that is
    /// taken on is the newest one; one that the turn has taken on before stays where it is.
    /// </summary>
    public ConversationRecord WithClaim(TurnClaim claim, int capacity)
    {
        if (Claims?.FirstOrDefault(other => other.Turn == claim.Turn) is { } own)
            return this with { Claims = Claims.Value.Replace(own, claim) };
        var others = WithoutActivities(claim.Ids);
        return (
            others with
            {
                Activities = AddLast(others.Activities, claim.Ids, capacity),
                Claims = AddLast(others.Claims ?? [], [claim], MaxClaims),
            }
        ).WithoutForgottenClaims();
    }

    /// <summary>Finds the claim on an activity, by any of its ids; null where no turn of it is unfinished.</summary>
    public TurnClaim? FindClaim(IReadOnlyList<string> ids) =>
        Claims?.LastOrDefault(claim => claim.Ids.Any(ids.Contains));

    /// <summary>Gets the record in which a turn has ended.</summary>
    /// <returns>The record; this one where the turn has no claim.</returns>
    public ConversationRecord WithoutClaim(string turn) => WithClaims(Claims?.RemoveAll(claim => claim.Turn == turn));

    /// <summary>Gets the record without a turn's claim and the ids of its message, which may come again.</summary>
    /// <returns>The record; this one where the turn has no claim, so that another may have the message.</returns>
    public ConversationRecord WithoutClaimedActivity(string turn) =>
        Claims?.FirstOrDefault(claim => claim.Turn == turn) is { } own ? WithoutActivities(own.Ids) : this;

    /// <summary>Determines whether an activity was seen after another one.</summary>
    /// <param name="ids">The ids of the other one; may be empty.</param>
    /// <param name="before">The record before that was seen.</param>
    public bool HasSeenAfter(IReadOnlyList<string> ids, ConversationRecord before) =>
        Activities.LastOrDefault() != (ids.Count > 0 ? ids[^1] : before.Activities.LastOrDefault());

    /// <summary>Gets the record with replies that were sent; the oldest beyond the capacity are removed.</summary>
    public ConversationRecord WithImpressions(IEnumerable<Impression> sent) =>
        this with
        {
            Impressions = AddLast(Impressions, [.. sent], MaxImpressions),
        };

    /// <summary>
    /// Gets the record without the oldest turn; without turns to remove the oldest impression, then the oldest id.
    /// </summary>
    /// <seealso cref="CanShrink"/>
    public ConversationRecord Shrink() =>
        (Turns.Length, Impressions.Length) switch
        {
            (> 0, _) => this with { Turns = Turns.RemoveAt(0) },
            (_, > 0) => this with { Impressions = Impressions.RemoveAt(0) },
            _ => (this with { Activities = Activities.RemoveAt(0) }).WithoutForgottenClaims(),
        };

    private ConversationRecord WithoutActivities(ImmutableArray<string> ids) =>
        (this with { Activities = Activities.RemoveAll(id => ids.Contains(id)) }).WithoutForgottenClaims();

    // A claim on a message whose ids are gone says nothing.
    private ConversationRecord WithoutForgottenClaims() =>
        WithClaims(Claims?.RemoveAll(claim => !claim.Ids.Any(Activities.Contains)));

    private ConversationRecord WithClaims(ImmutableArray<TurnClaim>? claims) =>
        claims?.Length == Claims?.Length ? this : this with { Claims = claims is { IsEmpty: false } ? claims : null };

    private ConversationRecord ReplaceTurns(ImmutableArray<StoredTurn> turns, int capacity) =>
        this with
        {
            Turns = TakeLast(turns, capacity),
        };

    private int FindLast(Func<StoredTurn, bool> isMatch)
    {
        for (var index = Turns.Length - 1; index >= 0; index--)
            if (isMatch(Turns[index]))
                return index;
        return -1;
    }

    // The index behind what was stored before: behind the last turn of an earlier record, and the replies to it.
    private int FindEnd(ConversationRecord before)
    {
        if (before.Turns.IsEmpty)
            return 0;
        var last = before.Turns[^1];
        var index = last.Id is null ? -1 : FindLast(turn => turn.Id == last.Id && turn.Speaker == last.Speaker);
        if (index < 0)
            return Turns.Length;
        do index++;
        while (index < Turns.Length && Turns[index].Speaker == Speaker.Bot);
        return index;
    }

    // At once, without a list of all: every turn does this, and the ids are many.
    private static ImmutableArray<T> AddLast<T>(ImmutableArray<T> items, ImmutableArray<T> added, int capacity) =>
        [.. GetLast(items, capacity - added.Length), .. GetLast(added, capacity)];

    private static ReadOnlySpan<T> GetLast<T>(ImmutableArray<T> items, int count) =>
        items.AsSpan()[Math.Max(0, items.Length - Math.Max(0, count))..];

    private static ImmutableArray<T> TakeLast<T>(ImmutableArray<T> items, int capacity) =>
        items.RemoveRange(0, Math.Max(0, items.Length - capacity));
}
