using DialClip.Training.Data.Records;

namespace DialClip.Training.Data.Corpus;

/// <summary>Reads the sticker set that the build fetches.</summary>
internal static class StickerSet
{
    /// <summary>Reads stickers.jsonl of a folder, in file order.</summary>
    /// <exception cref="FileNotFoundException">The set is not fetched.</exception>
    /// <exception cref="InvalidDataException">A line is malformed.</exception>
    public static IReadOnlyList<Sticker> Read(string folder)
    {
        var file = Path.Combine(folder, "stickers.jsonl");
        return File.Exists(file)
            ? [.. RecordFile.ReadLines<Sticker>(file, "sticker", null).Select(record => record.Value)]
            : throw new FileNotFoundException($"The sticker set '{file}' is missing. Run './build.sh fetch'.", file);
    }
}
