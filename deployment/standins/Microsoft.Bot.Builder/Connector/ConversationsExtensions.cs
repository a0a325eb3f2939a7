using Microsoft.Bot.Schema;
using Microsoft.Rest;

namespace Microsoft.Bot.Connector;

/// <summary>The shorter forms of <see cref="IConversations"/>.</summary>
public static class ConversationsExtensions
{
    /// <summary>Sends an activity to the conversation that it names.</summary>
    public static Task<ResourceResponse> SendToConversationAsync(this IConversations operations, Activity activity,
        CancellationToken cancellationToken = default)
        => operations.SendToConversationAsync(activity.Conversation.Id, activity, cancellationToken);

    /// <summary>Sends an activity as the answer to the one that it names.</summary>
    /// <exception cref="ValidationException">The activity answers nothing.</exception>
    public static Task<ResourceResponse> ReplyToActivityAsync(this IConversations operations, Activity activity,
        CancellationToken cancellationToken = default)
        => operations.ReplyToActivityAsync(
            activity.Conversation.Id, activity.ReplyToId ?? throw new ValidationException(ValidationRules.CannotBeNull, "ReplyToId"), activity,
                cancellationToken);

    /// <summary>Puts an activity in the place of the one that has its id.</summary>
    public static Task<ResourceResponse> UpdateActivityAsync(this IConversations operations, Activity activity,
        CancellationToken cancellationToken = default)
        => operations.UpdateActivityAsync(activity.Conversation.Id, activity.Id, activity, cancellationToken);

    public static async Task<ConversationsResult> GetConversationsAsync(this IConversations operations, string continuationToken = default,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.GetConversationsWithHttpMessagesAsync(continuationToken, null, cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task<ConversationResourceResponse> CreateConversationAsync(this IConversations operations, ConversationParameters parameters,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.CreateConversationWithHttpMessagesAsync(parameters, null, cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task<ResourceResponse> SendToConversationAsync(this IConversations operations, string conversationId, Activity activity,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.SendToConversationWithHttpMessagesAsync(conversationId, activity, null, cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task<ResourceResponse> SendConversationHistoryAsync(this IConversations operations, string conversationId, Transcript transcript,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.SendConversationHistoryWithHttpMessagesAsync(conversationId, transcript, null,
            cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task<ResourceResponse> UpdateActivityAsync(this IConversations operations, string conversationId, string activityId, Activity activity,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.UpdateActivityWithHttpMessagesAsync(conversationId, activityId, activity, null,
            cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task<ResourceResponse> ReplyToActivityAsync(this IConversations operations, string conversationId, string activityId, Activity activity,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.ReplyToActivityWithHttpMessagesAsync(conversationId, activityId, activity, null,
            cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task DeleteActivityAsync(this IConversations operations, string conversationId, string activityId,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.DeleteActivityWithHttpMessagesAsync(conversationId, activityId, null, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IList<ChannelAccount>> GetConversationMembersAsync(this IConversations operations, string conversationId,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.GetConversationMembersWithHttpMessagesAsync(conversationId, null, cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task<PagedMembersResult> GetConversationPagedMembersAsync(this IConversations operations, string conversationId,
        int? pageSize = default, string continuationToken = default,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.GetConversationPagedMembersWithHttpMessagesAsync(conversationId, pageSize, continuationToken, null,
            cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task DeleteConversationMemberAsync(this IConversations operations, string conversationId, string memberId,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.DeleteConversationMemberWithHttpMessagesAsync(conversationId, memberId, null,
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IList<ChannelAccount>> GetActivityMembersAsync(this IConversations operations, string conversationId, string activityId,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.GetActivityMembersWithHttpMessagesAsync(conversationId, activityId, null, cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    public static async Task<ResourceResponse> UploadAttachmentAsync(this IConversations operations, string conversationId, AttachmentData attachmentUpload,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.UploadAttachmentWithHttpMessagesAsync(conversationId, attachmentUpload, null,
            cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }
}
