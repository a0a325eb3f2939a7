using System.Net;
using Microsoft.Bot.Schema;
using Microsoft.Rest;

namespace Microsoft.Bot.Connector;

/// <summary>The conversations of a connector, over HTTP.</summary>
public class Conversations : IConversations
{
    public Conversations(ConnectorClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        Client = client;
    }

    public ConnectorClient Client { get; private set; }

    public Task<HttpOperationResponse<ConversationsResult>> GetConversationsWithHttpMessagesAsync(string continuationToken = default,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Get("v3/conversations").Query("continuationToken", continuationToken).With(customHeaders)
            .SendAsync<ConversationsResult>(Client, cancellationToken);

    public Task<HttpOperationResponse<ConversationResourceResponse>> CreateConversationWithHttpMessagesAsync(ConversationParameters parameters,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Post("v3/conversations").Body(parameters, nameof(parameters)).With(customHeaders)
            .SendAsync<ConversationResourceResponse>(Client, cancellationToken);

    public Task<HttpOperationResponse<ResourceResponse>> SendToConversationWithHttpMessagesAsync(string conversationId, Activity activity,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Post("v3/conversations/{conversationId}/activities").Path(nameof(conversationId), conversationId)
            .Body(activity, nameof(activity)).With(customHeaders).SendAsync<ResourceResponse>(Client, cancellationToken);

    public Task<HttpOperationResponse<ResourceResponse>> SendConversationHistoryWithHttpMessagesAsync(string conversationId, Transcript transcript,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Post("v3/conversations/{conversationId}/activities/history").Path(nameof(conversationId), conversationId)
            .Body(transcript, nameof(transcript)).With(customHeaders).SendAsync<ResourceResponse>(Client, cancellationToken);

    public Task<HttpOperationResponse<ResourceResponse>> UpdateActivityWithHttpMessagesAsync(string conversationId, string activityId, Activity activity,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Put(OneActivity).Path(nameof(conversationId), conversationId).Path(nameof(activityId), activityId)
            .Body(activity, nameof(activity)).With(customHeaders).SendAsync<ResourceResponse>(Client, cancellationToken);

    public Task<HttpOperationResponse<ResourceResponse>> ReplyToActivityWithHttpMessagesAsync(string conversationId, string activityId, Activity activity,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Post(OneActivity).Path(nameof(conversationId), conversationId).Path(nameof(activityId), activityId)
            .Body(activity, nameof(activity)).With(customHeaders).Header("x-ms-conversation-id", conversationId)
            .SendAsync<ResourceResponse>(Client, cancellationToken);

    public async Task<HttpOperationResponse> DeleteActivityWithHttpMessagesAsync(string conversationId, string activityId,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => await ConnectorCall.Delete(OneActivity, HttpStatusCode.Accepted).Path(nameof(conversationId), conversationId).Path(nameof(activityId), activityId)
            .With(customHeaders).SendAsync<object>(Client, cancellationToken).ConfigureAwait(false);

    public Task<HttpOperationResponse<IList<ChannelAccount>>> GetConversationMembersWithHttpMessagesAsync(string conversationId,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Get("v3/conversations/{conversationId}/members").Path(nameof(conversationId), conversationId).With(customHeaders)
            .SendAsync<IList<ChannelAccount>>(Client, cancellationToken);

    public Task<HttpOperationResponse<PagedMembersResult>> GetConversationPagedMembersWithHttpMessagesAsync(string conversationId, int? pageSize = default,
        string continuationToken = default, Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Get("v3/conversations/{conversationId}/pagedmembers").Path(nameof(conversationId), conversationId)
            .Query("pageSize", pageSize?.ToString(System.Globalization.CultureInfo.InvariantCulture)).Query("continuationToken", continuationToken)
            .With(customHeaders).SendAsync<PagedMembersResult>(Client, cancellationToken);

    public async Task<HttpOperationResponse> DeleteConversationMemberWithHttpMessagesAsync(string conversationId, string memberId,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => await ConnectorCall.Delete("v3/conversations/{conversationId}/members/{memberId}", HttpStatusCode.NoContent)
            .Path(nameof(conversationId), conversationId).Path(nameof(memberId), memberId).With(customHeaders).SendAsync<object>(Client,
                cancellationToken).ConfigureAwait(false);

    public Task<HttpOperationResponse<IList<ChannelAccount>>> GetActivityMembersWithHttpMessagesAsync(string conversationId, string activityId,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Get(OneActivity + "/members").Path(nameof(conversationId), conversationId).Path(nameof(activityId), activityId)
            .With(customHeaders).SendAsync<IList<ChannelAccount>>(Client, cancellationToken);

    public Task<HttpOperationResponse<ResourceResponse>> UploadAttachmentWithHttpMessagesAsync(string conversationId, AttachmentData attachmentUpload,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Post("v3/conversations/{conversationId}/attachments").Path(nameof(conversationId), conversationId)
            .Body(attachmentUpload, nameof(attachmentUpload)).With(customHeaders).SendAsync<ResourceResponse>(Client, cancellationToken);

    private const string OneActivity = "v3/conversations/{conversationId}/activities/{activityId}";
}
