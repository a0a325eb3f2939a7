using System.Collections.Immutable;
using System.Globalization;
using DialClip.Bot.Privacy;
using DialClip.Bot.Turns;
using DialClip.Encoders;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.State;

/// <summary>
/// Applies users' edits and deletions of messages, and the undoing of a deletion, to the history; the host bot gets
/// them as before.
/// </summary>
internal sealed class MessageEdits(
    EarlierMessageUpdater updater,
    IdHasher hasher,
    IOptionsMonitor<ConversationOptions> options,
    ILogger<MessageEdits> logger
)
{
    private const string UndeleteEvent = "undeleteMessage";

    /// <summary>Changes or removes the turns of the message that an activity edits or deletes.</summary>
    public async Task ApplyAsync(Activity activity, CancellationToken cancellationToken)
    {
        var isEdit = activity.Type == ActivityTypes.MessageUpdate;
        if (!isEdit && activity.Type != ActivityTypes.MessageDelete || ActivityIds.Normalize(activity.Id) is not { } id)
            return;
        // Teams sends an update with the text when somebody takes a deletion back.
        var isUndo = isEdit && GetEvent(activity) == UndeleteEvent;
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
            logger.StorageFailed(hasher.HashConversation(activity), error);
        }

        ConversationRecord? Apply(ConversationRecord record)
        {
            isFound = record.Turns.Any(turn => turn.Id == id);
            if (!isFound)
            {
                var restored = isUndo && text is not null ? Restore(record, id, text) : null;
                isFound = restored is not null;
                return restored;
            }
            var turns = record.Turns.Select(turn => turn.Id == id ? Edit(turn, text, isEdit) : turn);
            return record with { Turns = [.. turns.OfType<StoredTurn>()] };
        }
    }

    // Where the plugin never stored the message, or is stopped, there is nothing to take back. A picture of it is gone.
    private ConversationRecord? Restore(ConversationRecord record, string id, string text)
    {
        if (record.Stopped || !record.Activities.Contains(id))
            return null;
        var restored = new StoredTurn(Speaker.User, Modality.Text, text, Id: id);
        var index = FindIndex(record.Turns, id);
        return record.WithInserted(restored, index, options.CurrentValue.HistoryTurns);
    }

    // Teams' ids are times in milliseconds, by which the message finds its place; elsewhere it is the newest.
    private static int FindIndex(ImmutableArray<StoredTurn> turns, string id)
    {
        if (!TryParse(id, out var time))
            return turns.Length;
        for (var index = 0; index < turns.Length; index++)
            if (TryParse(turns[index].Id, out var other) && other > time)
                return index;
        return turns.Length;

        static bool TryParse(string? id, out long time) =>
            long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out time);
    }

    private static string? GetEvent(Activity activity) =>
        (activity.ChannelData as JObject)?["eventType"] is JValue { Value: string name } ? name : null;

    // An edit leaves the message's picture. Another text has another feature, which the next turn computes.
    private static StoredTurn? Edit(StoredTurn turn, string? text, bool isEdit)
    {
        if (isEdit && turn.Modality != Modality.Text)
            return turn;
        return text is null ? null : turn.WithText(text);
    }
}
