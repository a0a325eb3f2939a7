using System.Net.Http.Headers;
using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>The received part of a file: NAME.partial, and NAME.partial.json with the ETag of its content.</summary>
/// <param name="path">The path of the complete file.</param>
internal sealed class PartialFile(string path)
{
    private readonly string etagPath = path + ".partial.json";

    /// <summary>The point at which a download continues.</summary>
    /// <param name="Offset">The number of bytes that were received; 0 starts over.</param>
    /// <param name="Tag">The strong ETag of the content of those bytes; not null where the offset is above 0.</param>
    internal readonly record struct ResumePoint(long Offset, EntityTagHeaderValue? Tag);

    /// <summary>Gets the path of the part.</summary>
    public string Path { get; } = path + ".partial";

    /// <summary>Gets the number of received bytes.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Gets the point to continue at; the start, unless a strong ETag names the content.</summary>
    public ResumePoint GetResumePoint() =>
        Length is var length and > 0 && ReadTag() is { } tag ? new(length, tag) : default;

    /// <summary>Opens the part for more bytes, exclusively.</summary>
    /// <param name="from">The point to continue at; the start empties the part.</param>
    /// <param name="tag">The ETag of the response.</param>
    public FileStream Open(ResumePoint from, EntityTagHeaderValue? tag)
    {
        var mode = from.Offset > 0 ? FileMode.Append : FileMode.Create;
        var stream = new FileStream(Path, mode, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        if (from.Offset > 0)
            return stream;
        // After truncating the part: an interruption in between must not leave old bytes under a new ETag.
        if (tag is { IsWeak: false })
            File.WriteAllText(etagPath, JsonSerializer.Serialize(new { etag = tag.Tag }));
        else
            File.Delete(etagPath);
        return stream;
    }

    /// <summary>Deletes the part.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(etagPath);
    }

    /// <summary>Renames the part to the complete file.</summary>
    public void Complete()
    {
#pragma warning disable RS0030 // A part outlives its process, so it is no temporary file of AtomicFile's.
        File.Move(Path, path, overwrite: true);
#pragma warning restore RS0030
        File.Delete(etagPath);
    }

    private EntityTagHeaderValue? ReadTag()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(etagPath));
            var text = json.RootElement.GetProperty("etag").GetString();
            return EntityTagHeaderValue.TryParse(text, out var tag) && !tag.IsWeak ? tag : null;
        }
        catch (Exception error)
            when (error is FileNotFoundException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
