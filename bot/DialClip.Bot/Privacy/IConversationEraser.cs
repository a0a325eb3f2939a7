namespace DialClip.Bot.Privacy;

/// <summary>Erases what the plugin stores of a conversation or a user.</summary>
/// <remarks>A service of the plugin's registration. docs/privacy.md says what is stored where.</remarks>
public interface IConversationEraser
{
    /// <summary>
    /// Erases a conversation: its record, the copy of one that could not be read, what this process keeps in memory,
    /// and the experiment's events of the conversation and of the replies that the record names.
    /// </summary>
    /// <param name="channelId">The channel's id, such as 'msteams'.</param>
    /// <param name="conversationId">The conversation's id on the channel.</param>
    /// <param name="cancellationToken">Cancels the work; what was erased stays erased.</param>
    /// <returns>What was erased, and what was out of reach.</returns>
    Task<ErasureReport> EraseConversationAsync(
        string channelId,
        string conversationId,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Erases a user: records in which nobody else spoke, the user's turns and ratings in all others, and the
    /// experiment's events of the user, with the feedback on those replies.
    /// </summary>
    /// <param name="channelId">The channel's id, such as 'msteams'.</param>
    /// <param name="userId">The user's id on the channel.</param>
    /// <param name="cancellationToken">Cancels the work; what was erased stays erased.</param>
    /// <returns>What was erased, and what was out of reach.</returns>
    Task<ErasureReport> EraseUserAsync(string channelId, string userId, CancellationToken cancellationToken = default);
}
