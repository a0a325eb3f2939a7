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
    /// <param name="Time">The time of arrival.</param>
    public sealed record Upload(string Id, string Conversation, byte[] Content, string ContentType, DateTimeOffset Time)
    {
        public int Cost => Math.Max(Content.Length, MinCost);
    }

    /// <summary>Adds a file, and removes the oldest beyond the limits.</summary>
    public Upload Add(string conversation, byte[] content)
    {
        var upload = new Upload(
            ConversationStore.NewId(),
            conversation,
            content,
            DetectContentType(content),
            time.GetUtcNow()
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
                && upload.Time > time.GetUtcNow() - Lifetime
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
        var oldest = time.GetUtcNow() - Lifetime;
        var bytes = uploads.Where(predicate).Sum(upload => (long)upload.Cost);
        foreach (var upload in uploads.Where(predicate).ToList())
        {
            if (bytes <= maxBytes && upload.Time > oldest)
                break;
            uploads.Remove(upload);
            bytes -= upload.Cost;
        }
    }

    private static string DetectContentType(ReadOnlySpan<byte> content) =>
        content switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            _ when content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) => "image/gif",
            _ when content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) =>
                "image/webp",
            // Two letters alone would match many texts: bytes 14 to 17 hold the size of a known header.
            _ when content.Length > 17
                    && content.StartsWith("BM"u8)
                    && content[14..18] is [12 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0] => "image/bmp",
            _ => "application/octet-stream",
        };
}
