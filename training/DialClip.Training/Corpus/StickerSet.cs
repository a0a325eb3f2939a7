using System.Text.Json;

namespace DialClip.Training.Corpus;

/// <summary>Reads the sticker set that the build fetches.</summary>
internal static class StickerSet
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads stickers.jsonl of a folder, in its order.</summary>
    /// <exception cref="FileNotFoundException">The set was not fetched.</exception>
    /// <exception cref="InvalidDataException">A line is no sticker.</exception>
    public static IReadOnlyList<Sticker> Read(string folder)
    {
        var file = Path.Combine(folder, "stickers.jsonl");
        if (!File.Exists(file))
            throw new FileNotFoundException($"The stickers are not at '{file}'. Run './build.sh fetch'.", file);
        return [.. File.ReadLines(file).Select((line, at) =>
        {
            try
            {
                return JsonSerializer.Deserialize<Sticker>(line, Json) ?? throw new JsonException("the line is 'null'");
            }
            catch (JsonException error)
            {
                throw new InvalidDataException($"{file}:{at + 1} is no sticker: {error.Message}", error);
            }
        })];
    }
}
