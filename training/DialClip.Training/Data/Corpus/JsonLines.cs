using System.Text.Json;

namespace DialClip.Training.Data.Corpus;

/// <summary>Reads files of one JSON object a line.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads every line that is not blank.</summary>
    /// <param name="file">The file.</param>
    /// <param name="what">The name of a record, for error messages.</param>
    /// <exception cref="InvalidDataException">A line is malformed; the message names file and line.</exception>
    public static IReadOnlyList<T> Read<T>(string file, string what)
        where T : class
    {
        var items = new List<T>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                items.Add(JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException("the line is 'null'"));
            }
            catch (JsonException error)
            {
                throw new InvalidDataException($"{file}:{number} is not a valid {what}: {error.Message}", error);
            }
        }
        return items;
    }
}
