using System.Buffers;
using System.Text.Json;

namespace DialClip.Experiments.Events;

/// <summary>An experiment log of JSON lines, with one file per process beside the configured path.</summary>
/// <remarks>
/// The log <c>experiments.jsonl</c> of process 12 on host <c>web</c> is <c>experiments.web-12.jsonl</c>. A file that
/// was moved or deleted is replaced by a new one; one that was truncated is continued.
/// </remarks>
/// <param name="path">The path that the files are named after.</param>
internal sealed class JsonLinesExperimentLog(string path) : IEventFile
{
    private static readonly byte[] ProbeLine = new byte[512];

    private readonly object sync = new();
    private readonly ArrayBufferWriter<byte> line = new();
    private FileStream? file;
    private bool isDisposed;

    /// <summary>Appends an event as one line, which is in the file when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The log was disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Append(ExperimentEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (sync)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (file is null || !File.Exists(file.Name))
            {
                file?.Dispose();
                file = null;
                file = Create();
            }

            // One unbuffered write: readers see whole lines. The end is sought because the file may have been
            // truncated, and a torn line (a full disk, a lost machine) must not take this event with it.
            line.ResetWrittenCount();
            if (EndsInTornLine(file))
                line.Write("\n"u8);
            using (var json = new Utf8JsonWriter(line))
                JsonSerializer.Serialize(json, item, JsonSerializerOptions.Web);
            line.Write("\n"u8);
            file.Write(line.WrittenSpan);
        }
    }

    /// <summary>
    /// Proves that a line could be written: writes one to a file of its own beside the log, and deletes it.
    /// </summary>
    /// <exception cref="IOException">It cannot be written, as on a disk that is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Probe()
    {
        var probe = ExperimentLogFiles.GetProcessStem(path) + ".probe";
        Directory.CreateDirectory(Path.GetDirectoryName(probe)!);
        // Whatever lies there is none of ours to write into: a link leads elsewhere, and opening a pipe waits.
        File.Delete(probe);
        using var written = new FileStream(
            probe,
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0,
            FileOptions.DeleteOnClose
        );
        written.Write(ProbeLine);
        // A file system may find out that it is full only then.
        written.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public int Erase(
        IEnumerable<string> hashes,
        IEnumerable<string> impressions,
        CancellationToken cancellationToken
    ) => ExperimentLogErasure.Erase(path, hashes, impressions, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (sync)
        {
            isDisposed = true;
            file?.Dispose();
            file = null;
        }
    }

    // Leaves the position at the end.
    private static bool EndsInTornLine(FileStream file)
    {
        if (file.Seek(0, SeekOrigin.End) == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    // Process ids repeat, always so in containers: an existing file is never another process's to share.
    private FileStream Create()
    {
        var stem = ExperimentLogFiles.GetProcessStem(path);
        Directory.CreateDirectory(Path.GetDirectoryName(stem)!);
        for (var number = 1; ; number++)
        {
            var name = (number == 1 ? stem : $"{stem}-{number}") + Path.GetExtension(path);
            try
            {
                const FileShare Share = FileShare.ReadWrite | FileShare.Delete;
                return new(name, FileMode.CreateNew, FileAccess.ReadWrite, Share, bufferSize: 0);
            }
            catch (IOException) when (Path.Exists(name))
            {
                // The next number.
            }
        }
    }
}
