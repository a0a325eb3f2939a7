using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Data.Records;
using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Catalogs;

/// <summary>Writes a catalog of stickers and text replies: items, media and manifest.</summary>
internal static class StickerCatalogWriter
{
    private const string License =
        "Stickers: Noto Emoji (Apache-2.0 and OFL-1.1), names: emojibase (MIT); texts: this project";

    // Items without tags have no 'tags' property.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes a catalog folder, byte for byte the same for the same sources.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="folder">The catalog's folder; new or empty.</param>
    /// <param name="name">The catalog's name.</param>
    /// <param name="version">The catalog's version.</param>
    /// <param name="progress">Receives what was ignored or replaced in a source; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="InvalidDataException">The folder is not empty, or a source is malformed.</exception>
    public static async Task<ArtifactFolder> WriteAsync(
        CatalogSources sources,
        string folder,
        string name,
        string version,
        IProgressSink? progress,
        CancellationToken cancellationToken
    )
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"'{folder}' is not empty. Catalogs are immutable: choose a new version.");
        var stickers = sources.ReadStickers();
        var texts = ReadTexts(sources.TextFile, progress);
        var rules = sources.TagFile is { } file ? TagRule.Read(file, progress) : [];
        TagRule.Validate(
            rules,
            stickers.Select(sticker => sticker.Id).Concat(texts.Select(GetTextId)).ToHashSet(StringComparer.Ordinal),
            stickers
                .Select(sticker => sticker.Group)
                .OfType<string>()
                .Append(TagRule.Texts)
                .ToHashSet(StringComparer.Ordinal)
        );
        Directory.CreateDirectory(folder);
        foreach (var path in stickers.SelectMany(GetMedia))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var to = Path.Combine(folder, "media", path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(sources.StickerFolder, path), to);
        }
        var lines = stickers
            .Select(sticker =>
                JsonSerializer.Serialize(
                    new
                    {
                        sticker.Id,
                        Modality = "picture",
                        sticker.Name,
                        sticker.Keywords,
                        Media = GetMedia(sticker).Select(path => "media/" + path),
                        Tags = TagRule.GetTags(rules, sticker.Id, sticker.Group),
                    },
                    Json
                )
            )
            .Concat(
                texts.Select(text =>
                    JsonSerializer.Serialize(
                        new
                        {
                            Id = GetTextId(text),
                            Modality = "text",
                            text.Text,
                            text.Keywords,
                            Tags = TagRule.GetTags(rules, GetTextId(text), TagRule.Texts),
                        },
                        Json
                    )
                )
            );
        await File.WriteAllTextAsync(
                Path.Combine(folder, "items.jsonl"),
                string.Concat(lines.Select(line => line + "\n")),
                cancellationToken
            )
            .ConfigureAwait(false);
        var properties = new CatalogProperties { Items = stickers.Count + texts.Count, License = License };
        return await ArtifactFolderWriter
            .WriteAsync(folder, name, version, properties, cancellationToken)
            .ConfigureAwait(false);
    }

    private static List<TextReply> ReadTexts(string file, IProgressSink? progress)
    {
        var texts = new List<TextReply>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (text, location) in RecordFile.ReadLines<TextReply>(file, "text reply", progress))
        {
            if (string.IsNullOrWhiteSpace(text.Id) || string.IsNullOrWhiteSpace(text.Text))
                throw new InvalidDataException($"{location}: a text reply has no id or no text.");
            if (!ids.Add(text.Id))
                throw new InvalidDataException(
                    $"{location}: id '{text.Id}' comes a second time; expected every id once."
                );
            texts.Add(text);
        }
        return texts;
    }

    private static string GetTextId(TextReply text) => "text:" + text.Id;

    // Channels prefer the drawing; the vision tower encodes the picture.
    private static IEnumerable<string> GetMedia(Sticker sticker) =>
        sticker.Svg is null ? [sticker.Png] : [sticker.Svg, sticker.Png];
}
