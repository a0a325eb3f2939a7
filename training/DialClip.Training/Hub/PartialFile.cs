using System.Net.Http.Headers;
using System.Text.Json;

namespace DialClip.Training.Hub;

/// <summary>The part of a file that has come, beside the file's place: NAME.partial, and NAME.partial.json with the ETag that it belongs to.</summary>
/// <param name="path">Where the whole file goes.</param>
internal sealed class PartialFile(string path)
{
    private readonly string record = path + ".partial.json";

    /// <summary>Gets where the part lies.</summary>
    public string Path { get; } = path + ".partial";

    /// <summary>Gets how many bytes have come.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Gets where to go on; a part whose content cannot be named for sure is started anew.</summary>
    public ResumePoint Resume() =>
        Length is var length and > 0 && Tag() is { } tag ? new(length, tag) : ResumePoint.Start;

    /// <summary>Opens the part for more bytes; nobody else can open it meanwhile.</summary>
    /// <param name="from">The start empties it.</param>
    /// <param name="tag">What the hub calls the content now.</param>
    public FileStream Open(ResumePoint from, EntityTagHeaderValue? tag)
    {
        if (from.Offset > 0)
            return new(
                Path,
                FileMode.Append,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 0,
                FileOptions.Asynchronous
            );
        var stream = new FileStream(
            Path,
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0,
            FileOptions.Asynchronous
        );
        // After the emptying: an interruption in between must not leave old bytes under a new name.
        if (tag is { IsWeak: false })
            File.WriteAllText(record, JsonSerializer.Serialize(new { etag = tag.Tag }));
        else
            File.Delete(record);
        return stream;
    }

    /// <summary>Throws the part away.</summary>
    public void Discard()
    {
        File.Delete(Path);
        File.Delete(record);
    }

    /// <summary>Makes the part the file.</summary>
    public void MoveIntoPlace()
    {
#pragma warning disable RS0030 // A part outlives its process, so it is no temporary file of AtomicFile's.
        File.Move(Path, path, overwrite: true);
#pragma warning restore RS0030
        File.Delete(record);
    }

    private EntityTagHeaderValue? Tag()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            return
                EntityTagHeaderValue.TryParse(json.RootElement.GetProperty("etag").GetString(), out var tag)
                && !tag.IsWeak
                ? tag
                : null;
        }
        catch (Exception error)
            when (error is FileNotFoundException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
