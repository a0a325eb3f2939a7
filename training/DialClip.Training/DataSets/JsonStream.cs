using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DialClip.Training.DataSets;

/// <summary>Reads large JSON files record by record: one array, or one object after another.</summary>
internal static class JsonStream
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>Reads records without holding the file in memory.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON of such records; the message names the file and how many were read.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var closing = file.ConfigureAwait(false);
        var records = JsonSerializer.DeserializeAsyncEnumerable<T>(file, topLevelValues: !IsArray(file), Json, cancel).GetAsyncEnumerator(cancel);
        await using var ending = records.ConfigureAwait(false);
        for (var number = 0; ; number++)
        {
            try
            {
                if (!await records.MoveNextAsync().ConfigureAwait(false))
                    yield break;
            }
            catch (JsonException error)
            {
                throw new InvalidDataException($"'{path}' cannot be read after its record {number}: {error.Message}", error);
            }
            if (records.Current is { } record)
                yield return record;
        }
    }

    private static bool IsArray(FileStream file)
    {
        int first;
        do
            first = file.ReadByte();
        while (first is ' ' or '\t' or '\r' or '\n' or 0xEF or 0xBB or 0xBF);
        file.Position = 0;
        return first == '[';
    }
}
