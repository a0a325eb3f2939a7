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
    /// <param name="Content">The bytes.</param>
    /// <param name="ContentType">The content type by the first bytes.</param>
    /// <param name="Arrived">The timestamp of its arrival, by a clock that nobody can set.</param>
    public sealed record Upload(string Id, string Conversation, byte[] Content, string ContentType, long Arrived)
    {
        /// <summary>Gets whether its first bytes are those of a picture.</summary>
        public bool IsPicture => ContentType.StartsWith("image/", StringComparison.Ordinal);

        public int Cost => Math.Max(Content.Length, MinCost);
    }

    /// <summary>Adds a file, and removes the oldest beyond the limits.</summary>
    public Upload Add(string conversation, byte[] content)
    {
        var upload = new Upload(
            LocalConversations.NewId(),
            conversation,
            content,
            DetectContentType(content),
            time.GetTimestamp()
        );
        lock (sync)
        {
            uploads.AddLast(upload);
            Trim(options.Value.MaxConversationUploadBytes, upload => upload.Conversation == conversation);
            Trim(options.Value.MaxUploadBytesTotal, _ => true);
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
            foreach (var upload in uploads.Where(upload => upload.Conversation == conversation).ToList())
                uploads.Remove(upload);
    }

    private void Trim(long maxBytes, Func<Upload, bool> predicate)
    {
        var bytes = uploads.Where(predicate).Sum(upload => (long)upload.Cost);
        foreach (var upload in uploads.Where(predicate).ToList())
        {
            if (bytes <= maxBytes && time.GetElapsedTime(upload.Arrived) < Lifetime)
                break;
            uploads.Remove(upload);
            bytes -= upload.Cost;
        }
    }

    private static string DetectContentType(byte[] content) =>
        ImageDecoder.RecognizeFormat(content) switch
        {
            { } name => "image/" + name.ToLowerInvariant(),
            null => "application/octet-stream",
        };
}
