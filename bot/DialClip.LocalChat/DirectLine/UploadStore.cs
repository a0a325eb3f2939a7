using DialClip.Encoders.Imaging;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Store of uploaded files in memory, for a day at most and no longer than their conversation.</summary>
internal sealed class UploadStore(IOptions<DirectLineOptions> options, TimeProvider time)
{
    // The cost of a file, however small it is.
    private const int MinCost = 4096;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock sync = new();
    private readonly LinkedList<Upload> uploads = new();

    /// <summary>One file.</summary>
    /// <param name="Id">The id, which cannot be guessed.</param>
    /// <param name="Conversation">The id of the conversation.</param>
    /// <param name="Network">The network of the caller that opened the conversation.</param>
    /// <param name="Content">The bytes.</param>
    /// <param name="ContentType">The content type by the first bytes.</param>
    /// <param name="Arrived">The timestamp of its arrival, by a clock that nobody can set.</param>
    public sealed record Upload(
        string Id,
        string Conversation,
        string Network,
        byte[] Content,
        string ContentType,
        long Arrived
    )
    {
        /// <summary>Gets whether its first bytes are those of a picture.</summary>
        public bool IsPicture => ContentType.StartsWith("image/", StringComparison.Ordinal);

        public int Cost => Math.Max(Content.Length, MinCost);
    }

    /// <summary>
    /// Adds a file. Beyond the limits the oldest go: of its conversation, and of the network whose files take the most.
    /// </summary>
    public Upload Add(LocalConversation conversation, byte[] content)
    {
        var upload = new Upload(
            LocalConversations.NewId(),
            conversation.Id,
            conversation.Network,
            content,
            DetectContentType(content),
            time.GetTimestamp()
        );
        lock (sync)
        {
            uploads.AddLast(upload);
            RemoveWhere(earlier => time.GetElapsedTime(earlier.Arrived) >= Lifetime);
            var own = uploads.Where(each => each.Conversation == conversation.Id).ToList();
            var surplus = own.Sum(each => (long)each.Cost) - options.Value.MaxConversationUploadBytes;
            foreach (var oldest in own.TakeWhile(_ => surplus > 0))
            {
                uploads.Remove(oldest);
                surplus -= oldest.Cost;
            }
            while (uploads.Sum(each => (long)each.Cost) > options.Value.MaxUploadBytesTotal)
                uploads.Remove(FindOldestOfLargestNetwork());
        }
        return upload;
    }

    /// <summary>Gets a file; null when there is none, or no longer.</summary>
    public Upload? Find(string id)
    {
        lock (sync)
            return
                uploads.FirstOrDefault(candidate => candidate.Id == id) is { } upload
                && time.GetElapsedTime(upload.Arrived) < Lifetime
                ? upload
                : null;
    }

    /// <summary>Removes the files of a conversation.</summary>
    public void Remove(string conversation)
    {
        lock (sync)
            RemoveWhere(upload => upload.Conversation == conversation);
    }

    private void RemoveWhere(Func<Upload, bool> predicate)
    {
        foreach (var upload in uploads.Where(predicate).ToList())
            uploads.Remove(upload);
    }

    private Upload FindOldestOfLargestNetwork() =>
        uploads
            .GroupBy(upload => upload.Network, StringComparer.Ordinal)
            .MaxBy(group => group.Sum(upload => (long)upload.Cost))!
            .First();

    private static string DetectContentType(byte[] content) =>
        ImageDecoder.RecognizeFormat(content) switch
        {
            { } name => "image/" + name.ToLowerInvariant(),
            null => "application/octet-stream",
        };
}
