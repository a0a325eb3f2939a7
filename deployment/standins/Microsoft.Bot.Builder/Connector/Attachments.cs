using Microsoft.Bot.Schema;
using Microsoft.Rest;

namespace Microsoft.Bot.Connector;

/// <summary>The files that a connector holds, over HTTP.</summary>
public class Attachments : IAttachments
{
    public Attachments(ConnectorClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        Client = client;
    }

    public ConnectorClient Client { get; private set; }

    public Task<HttpOperationResponse<AttachmentInfo>> GetAttachmentInfoWithHttpMessagesAsync(string attachmentId,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Get("v3/attachments/{attachmentId}").Path(nameof(attachmentId), attachmentId).With(customHeaders)
            .SendAsync<AttachmentInfo>(Client, cancellationToken);

    public Task<HttpOperationResponse<Stream>> GetAttachmentWithHttpMessagesAsync(string attachmentId, string viewId,
        Dictionary<string, List<string>> customHeaders = null, CancellationToken cancellationToken = default)
        => ConnectorCall.Get("v3/attachments/{attachmentId}/views/{viewId}").Path(nameof(attachmentId), attachmentId).Path(nameof(viewId), viewId)
            .With(customHeaders).SendForStreamAsync(Client, cancellationToken);
}
