using DialClip.Bot.Turns;
using DialClip.Encoders;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Conversation;

/// <summary>Keeps the memory true when people edit or delete what they said; the host bot hears of it as before.</summary>
internal sealed class MessageChanges(
    ConversationChanges memory,
    IOptionsMonitor<ConversationOptions> options,
    ILogger<MessageChanges> logger
)
{
    /// <summary>Changes or forgets the turns of a message that an activity edits or deletes.</summary>
    public async Task FollowAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (
            activity.Type is not (ActivityTypes.MessageUpdate or ActivityTypes.MessageDelete)
            || ActivityIds.Kept(activity.Id) is not { } id
        )
            return;
        var text =
            activity.Type == ActivityTypes.MessageUpdate
                ? IncomingMessage.TextOf(activity, options.CurrentValue)
                : null;
        try
        {
            await memory
                .ChangeAsync(
                    activity,
                    record =>
                        record.Turns.Any(turn => turn.Id == id)
                            ? record with
                            {
                                Turns =
                                [
                                    .. record
                                        .Turns.Where(turn =>
                                            turn.Id != id || activity.Type == ActivityTypes.MessageUpdate
                                        )
                                        .Select(turn => turn.Id == id ? Edited(turn, text) : turn)
                                        .OfType<StoredTurn>(),
                                ],
                            }
                            : null,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            logger.NotRemembered(activity.Conversation?.Id, error);
        }
    }

    // The picture of a message stays; other words have another feature, which the next turn makes.
    private static StoredTurn? Edited(StoredTurn turn, string? text)
    {
        if (turn.Modality != Modality.Text)
            return turn;
        return text is null ? null : turn with { Text = text, Backbone = null, Feature = null };
    }
}
