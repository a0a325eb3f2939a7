using DialClip.Training.Data.Records;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Corpus;

/// <summary>User messages to which one of a few equivalent stickers is the reply.</summary>
/// <param name="Stickers">The stickers' ids.</param>
/// <param name="Messages">The messages.</param>
internal sealed record StickerMessages(IReadOnlyList<string> Stickers, IReadOnlyList<string> Messages)
{
    /// <summary>Reads every *.jsonl file of a folder in ordinal order.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stickers">The ids of the sticker set.</param>
    /// <param name="progress">Receives what was ignored or replaced in a file; null for nobody.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">A line is malformed or names an unknown sticker.</exception>
    public static IReadOnlyList<StickerMessages> Read(
        string folder,
        IReadOnlySet<string> stickers,
        IProgressSink? progress = null
    )
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder of sticker messages '{folder}' does not exist.");
        var entries = new List<StickerMessages>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (
                var (entry, location) in RecordFile.ReadLines<StickerMessages>(
                    file,
                    "line of sticker messages",
                    progress
                )
            )
            {
                if (entry.Stickers.FirstOrDefault(id => !stickers.Contains(id)) is { } unknown)
                    throw new InvalidDataException(
                        $"{location} names sticker '{unknown}', which the sticker set does not contain."
                    );
                if (
                    entry.Stickers.Count == 0
                    || entry.Messages.Count == 0
                    || entry.Messages.Any(string.IsNullOrWhiteSpace)
                )
                    throw new InvalidDataException($"{location} has no sticker, no message, or an empty message.");
                entries.Add(entry);
            }
        }
        return entries;
    }
}
