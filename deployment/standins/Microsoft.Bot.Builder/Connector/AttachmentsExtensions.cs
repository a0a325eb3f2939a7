using Microsoft.Bot.Schema;

namespace Microsoft.Bot.Connector;

/// <summary>The shorter forms of <see cref="IAttachments"/>.</summary>
public static class AttachmentsExtensions
{
    public static async Task<AttachmentInfo> GetAttachmentInfoAsync(this IAttachments operations, string attachmentId,
        CancellationToken cancellationToken = default)
    {
        using var answer = await operations.GetAttachmentInfoWithHttpMessagesAsync(attachmentId, null, cancellationToken).ConfigureAwait(false);
        return answer.Body;
    }

    /// <summary>Opens one view of a file, such as 'original'; the caller disposes the stream.</summary>
    public static async Task<Stream> GetAttachmentAsync(this IAttachments operations, string attachmentId, string viewId,
        CancellationToken cancellationToken = default)
    {
        var answer = await operations.GetAttachmentWithHttpMessagesAsync(attachmentId, viewId, null, cancellationToken).ConfigureAwait(false);
        answer.Request.Dispose();
        return answer.Body;
    }
}
