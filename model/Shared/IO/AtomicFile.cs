#pragma warning disable RS0030 // The helper that File.Move is banned in favour of.

namespace DialClip.Shared.IO;

/// <summary>Writes files that appear under their names whole or not at all, whatever fails meanwhile.</summary>
/// <remarks>
/// The content goes to a temporary file in the same folder, is flushed to disk, and is then renamed. Without the
/// flush, a power cut could leave the name without the bytes. A failed write leaves no temporary file; a killed
/// process may leave one, named with <see cref="TemporaryPrefix"/>.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>The beginning of the names of temporary files.</summary>
    public const string TemporaryPrefix = ".partial-";

    /// <summary>Writes a file, over an existing one.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = TemporaryFor(path);
        try
        {
            using (var stream = new FileStream(temporary, Options(FileOptions.None, null)))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a text as UTF-8, over an existing file.</summary>
    public static void WriteAllText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Writes bytes, over an existing file.</summary>
    public static Task WriteAllBytesAsync(
        string path,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken
    ) => WriteAllBytesAsync(path, bytes, null, cancellationToken);

    /// <summary>Writes bytes, over an existing file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="mode">The permissions; null for the process's default. Windows ignores them.</param>
    /// <param name="cancellationToken">Cancels the write; an existing file stays as it is.</param>
    public static async Task WriteAllBytesAsync(
        string path,
        ReadOnlyMemory<byte> bytes,
        UnixFileMode? mode,
        CancellationToken cancellationToken
    )
    {
        var temporary = TemporaryFor(path);
        try
        {
            await WriteTemporaryAsync(
                    temporary,
                    mode,
                    (stream, token) => stream.WriteAsync(bytes, token),
                    cancellationToken
                )
                .ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Creates a file, unless there is one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; is called also where it turns out afterwards that there is one.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>Whether it was created; false where another file has the name, which stays as it is.</returns>
    public static async Task<bool> TryCreateAsync(
        string path,
        Func<Stream, CancellationToken, ValueTask> write,
        CancellationToken cancellationToken
    )
    {
        var temporary = TemporaryFor(path);
        try
        {
            await WriteTemporaryAsync(temporary, null, write, cancellationToken).ConfigureAwait(false);
            return TryMove(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static async Task WriteTemporaryAsync(
        string temporary,
        UnixFileMode? mode,
        Func<Stream, CancellationToken, ValueTask> write,
        CancellationToken cancellationToken
    )
    {
        var stream = new FileStream(temporary, Options(FileOptions.Asynchronous, mode));
        await using (stream.ConfigureAwait(false))
        {
            await write(stream, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
    }

    private static string TemporaryFor(string path) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", TemporaryPrefix + Guid.NewGuid().ToString("N"));

    private static FileStreamOptions Options(FileOptions flags, UnixFileMode? mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = flags,
        };
        if (mode is not null && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return options;
    }
}
