namespace DialClip.Training.Data.Corpus;

/// <summary>Messages that one sticker, or a few that mean the same, would be the reply to.</summary>
/// <param name="Stickers">Sticker ids.</param>
/// <param name="Messages">What a user writes.</param>
internal sealed record StickerMessages(IReadOnlyList<string> Stickers, IReadOnlyList<string> Messages)
{
    /// <summary>Reads every *.jsonl file of a folder in the order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A line is something else, or names an unknown sticker.</exception>
    public static IReadOnlyList<StickerMessages> Read(string folder, IReadOnlySet<string> stickers)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}' of messages for stickers.");
        var all = new List<StickerMessages>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (var entry in JsonLines.Read<StickerMessages>(file, "line of messages for stickers"))
            {
                if (entry.Stickers.FirstOrDefault(id => !stickers.Contains(id)) is { } unknown)
                    throw new InvalidDataException(
                        $"'{file}' names sticker '{unknown}', which the sticker set does not hold."
                    );
                if (
                    entry.Stickers.Count == 0
                    || entry.Messages.Count == 0
                    || entry.Messages.Any(string.IsNullOrWhiteSpace)
                )
                    throw new InvalidDataException(
                        $"'{file}' has an entry without stickers, without messages, or with an empty message."
                    );
                all.Add(entry);
            }
        }
        return all;
    }
}
