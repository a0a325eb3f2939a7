using System.Runtime.CompilerServices;
using System.Text.Json;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Streams the records of large JSON files: one array, or concatenated objects.</summary>
internal static class JsonStream
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
    };

    /// <summary>Streams records without loading the whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">The stage that counts bytes read; may be null.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">
    /// The file is malformed; the message names the file and the number of records read.
    /// </exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        string path,
        ProgressStage? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
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
        var records = JsonSerializer
            .DeserializeAsyncEnumerable<T>(file, topLevelValues: !IsArray(file), Json, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using var ending = records.ConfigureAwait(false);
        var position = 0L;
        for (var number = 0; ; number++)
        {
            try
            {
                if (!await records.MoveNextAsync().ConfigureAwait(false))
                {
                    progress?.Advance(file.Length - position);
                    yield break;
                }
            }
            catch (JsonException error)
            {
                throw new InvalidDataException(
                    $"'{path}' cannot be read after its record {number}: {error.Message}",
                    error
                );
            }
            if (records.Current is { } record)
                yield return record;
            // After the caller processed the record, so that progress counts finished records.
            progress?.Advance(file.Position - position);
            position = file.Position;
        }
    }

    private static bool IsArray(FileStream file)
    {
        int first;
        do first = file.ReadByte();
        while (first is ' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF);
        file.Position = 0;
        return first == '[';
    }
}
