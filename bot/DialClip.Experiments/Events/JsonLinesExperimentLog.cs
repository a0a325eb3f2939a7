using System.Text.Json;

namespace DialClip.Experiments.Events;

/// <summary>Keeps experiment events as JSON lines in one file.</summary>
/// <remarks>One instance may be used by many threads; one file belongs to one process. A file that is moved away, as rotation does, is made anew.</remarks>
/// <param name="path">The file; it and its folder are made with the first event.</param>
public sealed class JsonLinesExperimentLog(string path) : IDisposable
{
    private readonly Lock writing = new();
    private FileStream? file;

    /// <summary>Appends one event as one line; it is in the file when this returns.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Append(ExperimentEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(item, JsonSerializerOptions.Web), (byte)'\n'];
        // A few hundred bytes into the system's cache take microseconds: to wait for one's turn asynchronously would cost a turn of the bot more than that.
        lock (writing)
            // One write: a reader sees whole lines.
            Open().Write(line);
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
            yield return item ?? throw new InvalidDataException($"{path}:{number} is 'null', expected an experiment event.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (writing)
            file?.Dispose();
    }

    private FileStream Open()
    {
        if (file is not null && File.Exists(path))
            return file;
        file?.Dispose();
        file = null;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
    }
}
