using DialClip.Bot.Turns;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.State;

/// <summary>
/// Changes records for activities that refer to an earlier message, whose turn may still run: a like, an edit, a
/// deletion.
/// </summary>
internal sealed class EarlierMessageUpdater(
    ConversationStore store,
    TurnQueue queue,
    IOptionsMonitor<TurnTimeouts> timeouts,
    TimeProvider time
)
{
    /// <summary>
    /// Changes a record; once more after the turns that run now where the change did not find the message, because its
    /// picture or impression is stored when its turn ends.
    /// </summary>
    /// <param name="key">The conversation's key.</param>
    /// <param name="change">Gets the new record, or null to leave the stored one.</param>
    /// <param name="isFound">Gets whether the change found the message.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="TimeoutException">The storage took longer.</exception>
    public async Task UpdateAsync(
        string key,
        Func<ConversationRecord, ConversationRecord?> change,
        Func<bool> isFound,
        CancellationToken cancellationToken
    )
    {
        var timeout = timeouts.CurrentValue.StorageChange;
        var started = time.GetTimestamp();
        await store.UpdateAsync(key, change, timeout, cancellationToken).ConfigureAwait(false);
        var remaining = timeout - time.GetElapsedTime(started);
        if (isFound() || remaining <= TimeSpan.Zero)
            return;
        await queue.WaitForTurnsAsync(key, remaining, cancellationToken).ConfigureAwait(false);
        await store.UpdateAsync(key, change, timeout, cancellationToken).ConfigureAwait(false);
    }
}
