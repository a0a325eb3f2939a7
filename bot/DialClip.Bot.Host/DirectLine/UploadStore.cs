using DialClip.Encoders.Imaging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Files that users of the local chat sent, in memory, for a day at most and no longer than their conversation; who knows the address may read them.</summary>
internal sealed class UploadStore(IOptions<DirectLineOptions> options, TimeProvider time)
{
    // What a file costs however small it is.
    private const int LeastCost = 4096;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock sync = new();
    private readonly LinkedList<Upload> uploads = new();

    /// <summary>One file.</summary>
    /// <param name="Id">Its id, which nobody can guess.</param>
    /// <param name="Conversation">Where it was sent.</param>
    /// <param name="Content">Its bytes.</param>
    /// <param name="ContentType">What its own first bytes say it is.</param>
    /// <param name="Time">When it came.</param>
    public sealed record Upload(string Id, string Conversation, byte[] Content, string ContentType, DateTimeOffset Time)
    {
        public int Cost => Math.Max(Content.Length, LeastCost);
    }

    /// <summary>Keeps a file, and forgets the oldest for which there is no room any more.</summary>
    public Upload Add(string conversation, byte[] content)
    {
        var upload = new Upload(ConversationStore.NewId(), conversation, content, TypeOf(content), time.GetUtcNow());
        lock (sync)
        {
            uploads.AddLast(upload);
            Trim(options.Value.MaxConversationUploadBytes, its => its.Conversation == conversation);
            Trim(options.Value.MaxUploadBytesTotal, _ => true);
        }
        return upload;
    }

    /// <summary>Gets a file; null when there is none, or no longer.</summary>
    public Upload? Find(string id)
    {
        lock (sync)
            return
                uploads.FirstOrDefault(upload => upload.Id == id) is { } found
                && found.Time > time.GetUtcNow() - Lifetime
                ? found
                : null;
    }

    /// <summary>Forgets the files of a conversation.</summary>
    public void Forget(string conversation)
    {
        lock (sync)
            foreach (var upload in uploads.Where(upload => upload.Conversation == conversation).ToList())
                uploads.Remove(upload);
    }

    private void Trim(long most, Func<Upload, bool> among)
    {
        var oldest = time.GetUtcNow() - Lifetime;
        var bytes = uploads.Where(among).Sum(upload => (long)upload.Cost);
        foreach (var upload in uploads.Where(among).ToList())
        {
            if (bytes <= most && upload.Time > oldest)
                break;
            uploads.Remove(upload);
            bytes -= upload.Cost;
        }
    }

    private static string TypeOf(byte[] content) =>
        ImageDecoder.RecognizeFormat(content) switch
        {
            { } name => "image/" + name.ToLowerInvariant(),
            null => "application/octet-stream",
        };
}
