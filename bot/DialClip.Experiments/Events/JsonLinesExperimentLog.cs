using System.Text.Json;

namespace DialClip.Experiments.Events;

/// <summary>Keeps experiment events as JSON lines in one file.</summary>
/// <remarks>One instance may be used by many threads; one file belongs to one process.</remarks>
/// <param name="path">The file; it and its folder are made with the first event.</param>
public sealed class JsonLinesExperimentLog(string path) : IDisposable
{
    private readonly SemaphoreSlim writing = new(1, 1);

    /// <summary>Appends one event as one line.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task AppendAsync(ExperimentEvent item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        var line = JsonSerializer.SerializeToUtf8Bytes(item, JsonSerializerOptions.Web);
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            await using (file.ConfigureAwait(false))
                // One write, not cancelled half way: a reader sees whole lines.
                await file.WriteAsync((byte[])[.. line, (byte)'\n'], CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
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
            yield return item ?? throw new InvalidDataException($"{path}:{number} is 'null', expected an experiment event.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => writing.Dispose();
}
