using System.Runtime.CompilerServices;
using DialClip.Shared.Records;
using DialClip.Training.Data.Records;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Streams the records of large JSON files: one array, or concatenated objects.</summary>
internal static class JsonStream
{
    /// <summary>Streams records without loading the whole file; reports once what was ignored or replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What a record is, for messages.</param>
    /// <param name="progress">Receives what was ignored or replaced.</param>
    /// <param name="stage">The stage that counts bytes read; may be null.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">
    /// A record is not valid; the message names file, line and the record's number.
    /// </exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        string path,
        string what,
        IProgressSink progress,
        ProgressStage? stage,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
        where T : class
    {
        var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1 << 16,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
        await using var closing = file.ConfigureAwait(false);
        var reader = new RecordReader<T>(what, RecordFile.Json);
        var position = 0L;
        await foreach (
            var record in new RecordValues(file, path)
                .ReadAsync(cancellationToken)
                .WithCancellation(cancellationToken)
                .ConfigureAwait(false)
        )
        {
            yield return reader.Parse(record);
            // After the caller processed the record, so that progress counts finished records.
            stage?.Advance(file.Position - position);
            position = file.Position;
        }
        stage?.Advance(file.Length - position);
        reader.Counts.Report(path, progress);
    }
}
