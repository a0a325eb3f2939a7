using DialClip.Model.Imaging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Files that users of the local chat sent, in memory, for a day at most; who knows the address may read them.</summary>
internal sealed class UploadStore(IOptions<DirectLineOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock sync = new();
    private readonly Dictionary<string, Upload> uploads = new(StringComparer.Ordinal);
    private long bytes;

    /// <summary>One file.</summary>
    /// <param name="Content">Its bytes.</param>
    /// <param name="ContentType">What its own first bytes say it is.</param>
    /// <param name="Time">When it came.</param>
    public sealed record Upload(byte[] Content, string ContentType, DateTimeOffset Time);

    /// <summary>Keeps a file.</summary>
    /// <returns>Its id, which nobody can guess.</returns>
    public (string Id, string ContentType) Add(byte[] content)
    {
        var upload = new Upload(content, TypeOf(content), time.GetUtcNow());
        var id = ConversationStore.NewId();
        lock (sync)
        {
            uploads[id] = upload;
            bytes += content.Length;
            foreach (var (old, its) in uploads.OrderBy(pair => pair.Value.Time).ToList())
            {
                if (bytes <= options.Value.MaxUploadBytesTotal && its.Time > time.GetUtcNow() - Lifetime)
                    break;
                uploads.Remove(old);
                bytes -= its.Content.Length;
            }
        }
        return (id, upload.ContentType);
    }

    /// <summary>Gets a file; null when there is none, or no longer.</summary>
    public Upload? Find(string id)
    {
        lock (sync)
            return uploads.TryGetValue(id, out var found) && found.Time > time.GetUtcNow() - Lifetime ? found : null;
    }

    private static string TypeOf(byte[] content) => ImageSignature.Recognise(content) switch
    {
        { } name => "image/" + name.ToLowerInvariant(),
        null => "application/octet-stream",
    };
}
