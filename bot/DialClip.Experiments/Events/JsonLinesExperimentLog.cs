using System.Text.Json;

namespace DialClip.Experiments.Events;

/// <summary>Keeps experiment events as JSON lines in one file.</summary>
/// <remarks>Many threads and several processes may append at once. A file that is moved away or cut to nothing, as rotation does, is gone on with or made anew.</remarks>
/// <param name="path">The file; it and its folder are made with the first event.</param>
public sealed class JsonLinesExperimentLog(string path) : IDisposable
{
    private const int MostSpins = 200;

    private readonly Lock writing = new();
    private FileStream? file;
    private bool disposed;

    /// <summary>Appends one event as one line; it is in the file when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The log was disposed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Append(ExperimentEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(item, JsonSerializerOptions.Web), (byte)'\n'];
        // A few hundred bytes into the system's cache take microseconds: to wait for one's turn asynchronously would cost a turn of the bot more than that.
        lock (writing)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var end = Open();
            // Another process may be writing, or may have written since. One write: a reader sees whole lines.
            using (Hold())
            {
                end.Seek(0, SeekOrigin.End);
                end.Write(line);
            }
        }
    }

    /// <summary>Reads every event of a file in the order in which they were written.</summary>
    /// <exception cref="InvalidDataException">A line is no event; the message names file and line.</exception>
    public static IEnumerable<ExperimentEvent> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            ExperimentEvent? item;
            try
            {
                item = JsonSerializer.Deserialize<ExperimentEvent>(line, JsonSerializerOptions.Web);
            }
            catch (Exception error) when (error is JsonException or NotSupportedException)
            {
                throw new InvalidDataException($"{path}:{number} is no experiment event: {error.Message}", error);
            }
            yield return item
                ?? throw new InvalidDataException($"{path}:{number} is 'null', expected an experiment event.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (writing)
        {
            disposed = true;
            file?.Dispose();
            file = null;
        }
    }

    // A file of its own beside the log, because readers of the log are not to be kept out. Other processes hold it for microseconds.
    private FileStream Hold()
    {
        for (var patience = new SpinWait(); ; patience.SpinOnce())
        {
            try
            {
                return new(path + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (patience.Count < MostSpins)
            {
                // Somebody else writes.
            }
        }
    }

    private FileStream Open()
    {
        // Where the path names another file by now, that one is as long as this one only by chance, and only while both are empty.
        var named = new FileInfo(path);
        if (file is not null && named.Exists && named.Length == file.Length)
            return file;
        file?.Dispose();
        file = null;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return file = new(
            path,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0
        );
    }
}
