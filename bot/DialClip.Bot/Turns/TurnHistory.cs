using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Encoders;
using DialClip.Model.Dialog;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Turns;

/// <summary>
/// Stores the messages of both sides at the end of a turn; the user's text was stored with the turn's claim. A storage
/// that fails costs context, never the conversation.
/// </summary>
internal sealed class TurnHistory(
    ConversationStore store,
    RecordEraser eraser,
    IResponseModel model,
    TurnQueue queue,
    IdHasher hasher,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<TurnTimeouts> timeouts,
    TimeProvider time,
    ILogger<TurnHistory> logger
)
{
    /// <summary>Saves a message's turn: features, the replies of both bots, and impressions.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="result">Its result.</param>
    /// <param name="name">The name of the turn whose claim ends; null where it has none.</param>
    /// <param name="mayComeAgain">Whether the message may be delivered again, so that it is seen no more.</param>
    public async Task SaveAsync(TurnState turn, TurnResult result, string? name, bool mayComeAgain)
    {
        var isIgnored = result.Mode == ReplyMode.Ignore;
        var isStored =
            !isIgnored && result is not ({ Reason: TurnReasons.Stopped } or { Outcome: TurnOutcome.Command });
        var (own, replies) = isStored
            ? await EncodeAsync(turn, result).ConfigureAwait(false)
            : ([], (IReadOnlyList<StoredTurn>)[]);
        var hasOffers =
            !turn.Sent.Offers.IsEmpty
            || (turn.Record?.Offers?.ExpectsAnswer == true) != (turn.Sent.ExpectsAnswer == true);
        var isChanged = own.Count + replies.Count > 0 || !turn.Sent.Edits.IsEmpty || hasOffers;
        if (!isChanged && !isIgnored && name is null)
            return;
        await UpdateAsync(turn.Activity, turn.Key, Save).ConfigureAwait(false);

        ConversationRecord? Save(ConversationRecord record)
        {
            var ended =
                name is null ? record
                : mayComeAgain || isIgnored ? record.WithoutClaimedActivity(name)
                : record.WithoutClaim(name);
            // What the host asked to ignore when it had seen the message is not kept, as if it had never been seen.
            if (isIgnored)
                return ended.WithoutMessage(turn.MessageId);
            // A user may have stopped the plugin while this turn ran.
            if (record.Stopped || !isStored)
                return ReferenceEquals(ended, record) ? null : ended;
            return ApplyEdits(
                    turn.Sent,
                    ended.WithMessage(turn.Record, turn.MessageId, own, replies, options.CurrentValue.HistoryTurns)
                )
                .WithImpressions(turn.Sent.Impressions.Select(sent => sent.Impression)) with
            {
                // A question is answered by one message, whatever it says.
                Offers = BotOffers.Add(record.Offers, turn.Sent.Offers, turn.Sent.ExpectsAnswer == true),
            };
        }
    }

    /// <summary>Saves the bot's messages in a turn that is not a message's: a welcome, a reminder.</summary>
    public Task SaveAsync(Activity activity, SentMessages sent) =>
        sent.Turns.IsEmpty && sent.Edits.IsEmpty && sent.ExpectsAnswer is null
            ? Task.CompletedTask
            : UpdateAsync(
                activity,
                ConversationStore.GetKey(activity),
                record =>
                    record.Stopped
                        ? null
                        : ApplyEdits(
                            sent,
                            record.WithTurns(WithoutFeatures(sent.Turns), options.CurrentValue.HistoryTurns)
                        ) with
                        {
                            Offers = BotOffers.Add(
                                record.Offers,
                                sent.Offers,
                                sent.ExpectsAnswer ?? record.Offers?.ExpectsAnswer == true
                            ),
                        }
            );

    /// <summary>Removes the record of a conversation that has ended, once its turns have.</summary>
    public async Task EndAsync(Activity activity)
    {
        var key = ConversationStore.GetKey(activity);
        try
        {
            await queue
                .WaitForTurnsAsync(key, timeouts.CurrentValue.StorageChange, CancellationToken.None)
                .ConfigureAwait(false);
            await eraser
                .EraseAsync(key, timeouts.CurrentValue.StorageChange, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The record still ends by its age.
            logger.StorageFailed(hasher.HashConversation(activity), error);
        }
    }

    // Not cancelled with the turn: what was said is stored although the channel has hung up.
    private async Task UpdateAsync(Activity activity, string key, Func<ConversationRecord, ConversationRecord?> change)
    {
        try
        {
            await store
                .UpdateAsync(key, change, timeouts.CurrentValue.Save, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Not thrown: the user has the answer already, and an error of the host bot must not be hidden by this one.
            logger.StorageFailed(hasher.HashConversation(activity), error);
        }
    }

    // The bot's edits and deletions of its own messages.
    private static ConversationRecord ApplyEdits(SentMessages sent, ConversationRecord record)
    {
        var edits = sent.Edits;
        return edits.IsEmpty ? record : record with { Turns = [.. record.Turns.Select(Edit).OfType<StoredTurn>()] };

        StoredTurn? Edit(StoredTurn turn)
        {
            if (turn.Id is null || turn.Speaker != Speaker.Bot || !edits.TryGetValue(turn.Id, out var text))
                return turn;
            return text is null || turn.Modality != Modality.Text ? null : turn.WithText(text);
        }
    }

    // Where the plugin takes no part, features are computed when a later turn needs them.
    private async Task<(IReadOnlyList<StoredTurn> Own, IReadOnlyList<StoredTurn> Replies)> EncodeAsync(
        TurnState turn,
        TurnResult result
    )
    {
        List<(DialogTurn Turn, string? Id)> own = [];
        if (result.Picture is not null)
            own.Add((DialogTurn.FromPicture(Speaker.User, result.Picture), turn.MessageId));
        if (turn.Text is not null)
            own.Add((DialogTurn.FromText(Speaker.User, turn.Text), turn.MessageId));
        var replies = turn.Sent.Turns;
        if (result.TookPart && own.Count + replies.Length > 0)
        {
            try
            {
                using var limit = new CancellationTokenSource(timeouts.CurrentValue.Encode, time);
                var encoded = await model
                    .EncodeAsync(
                        [.. own.Concat(replies).Select(message => message.Turn)],
                        turn.Record?.Catalog,
                        limit.Token
                    )
                    .WaitAsync(limit.Token)
                    .ConfigureAwait(false);
                return (
                    [.. own.Select((message, index) => StoredTurn.From(encoded[index], message.Id, turn.User))],
                    [.. replies.Select((reply, index) => StoredTurn.From(encoded[own.Count + index], reply.Id))]
                );
            }
            catch (Exception error)
            {
                logger.NotEncoded(error);
            }
        }
        // A text that was stored at the beginning has nothing new to be stored.
        var isStored = turn.Record is not null && turn.MessageId is not null;
        return (isStored ? [] : WithoutFeatures(own, turn.User), WithoutFeatures(replies));
    }

    // A user's picture has nothing but its pixels, and is lost without a feature.
    private static List<StoredTurn> WithoutFeatures(
        IEnumerable<(DialogTurn Turn, string? Id)> messages,
        string? user = null
    ) =>
        [
            .. messages
                .Where(message => message.Turn.Picture is null)
                .Select(message => StoredTurn.From(message.Turn, message.Id, user)),
        ];
}
