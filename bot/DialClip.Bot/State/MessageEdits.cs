using DialClip.Bot.Turns;
using DialClip.Encoders;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.State;

/// <summary>Applies users' edits and deletions of messages to the history; the host bot gets them as before.</summary>
internal sealed class MessageEdits(
    EarlierMessageUpdater updater,
    IOptionsMonitor<ConversationOptions> options,
    ILogger<MessageEdits> logger
)
{
    /// <summary>Changes or removes the turns of the message that an activity edits or deletes.</summary>
    public async Task ApplyAsync(Activity activity, CancellationToken cancellationToken)
    {
        var isEdit = activity.Type == ActivityTypes.MessageUpdate;
        if (!isEdit && activity.Type != ActivityTypes.MessageDelete || ActivityIds.Normalize(activity.Id) is not { } id)
            return;
        var text = isEdit ? MessageText.Get(activity, options.CurrentValue) : null;
        var isFound = false;
        try
        {
            await updater
                .UpdateAsync(ConversationStore.GetKey(activity), Apply, () => isFound, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.StorageFailed(activity.Conversation?.Id, error);
        }

        ConversationRecord? Apply(ConversationRecord record)
        {
            isFound = record.Turns.Any(turn => turn.Id == id);
            if (!isFound)
                return null;
            var turns = record.Turns.Select(turn => turn.Id == id ? Edit(turn, text, isEdit) : turn);
            return record with { Turns = [.. turns.OfType<StoredTurn>()] };
        }
    }

    // An edit leaves the message's picture. Another text has another feature, which the next turn computes.
    private static StoredTurn? Edit(StoredTurn turn, string? text, bool isEdit)
    {
        if (isEdit && turn.Modality != Modality.Text)
            return turn;
        return text is null ? null : turn.WithText(text);
    }
}
