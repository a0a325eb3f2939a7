using System.Collections.Immutable;
using DialClip.Bot.Conversation;
using DialClip.Encoders;

namespace DialClip.Bot.Turns;

/// <summary>What the bot changed and deleted of its own messages in one turn.</summary>
/// <param name="Texts">The new text of each message by its id; null where it was deleted or has none any more.</param>
internal sealed record OwnChanges(ImmutableDictionary<string, string?> Texts)
{
    /// <summary>Gets whether there are any.</summary>
    public bool Any => !Texts.IsEmpty;

    /// <summary>Gets a record in which they are done.</summary>
    public ConversationRecord On(ConversationRecord record) =>
        Texts.IsEmpty ? record : record with { Turns = [.. record.Turns.Select(Changed).OfType<StoredTurn>()] };

    private StoredTurn? Changed(StoredTurn turn)
    {
        if (turn.Id is null || turn.Speaker != Speaker.Bot || !Texts.TryGetValue(turn.Id, out var text))
            return turn;
        return text is null || turn.Modality != Modality.Text
            ? null
            : turn with
            {
                Text = text,
                Backbone = null,
                Feature = null,
            };
    }
}
