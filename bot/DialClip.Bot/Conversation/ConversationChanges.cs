using DialClip.Bot.Turns;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Conversation;

/// <summary>Changes the memory on behalf of what is no message: after the turn that is under way, which may not have been saved yet, and within a time of its own.</summary>
internal sealed class ConversationChanges(ConversationMemory memory, TurnQueue queue, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Changes the record of an activity's conversation.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="change">Makes the new record of the stored one, or null to leave it; may be called again.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="TimeoutException">The storage took too long.</exception>
    public async Task ChangeAsync(
        Activity activity,
        Func<ConversationRecord, ConversationRecord?> change,
        CancellationToken cancellationToken
    )
    {
        var key = ConversationKey.Of(activity);
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var place = await queue.TryEnterAsync(key, both.Token).ConfigureAwait(false);
        await memory.ChangeSoonAsync(key, change, cancellationToken).ConfigureAwait(false);
    }
}
