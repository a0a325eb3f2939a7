using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Data.Catalogs;

/// <summary>Makes a catalog of stickers and text replies: items, pictures, manifest.</summary>
internal static class StickerCatalogWriter
{
    private const string License =
        "Stickers: Noto Emoji (Apache-2.0 and OFL-1.1), names: emojibase (MIT); texts: this project";

    // No tags are no word about tags.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes a catalog folder; the same sources give the same bytes.</summary>
    /// <param name="sources">What it is made of.</param>
    /// <param name="folder">Where the catalog is to lie; it must not hold anything yet.</param>
    /// <param name="name">The catalog's name.</param>
    /// <param name="version">The catalog's version.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InvalidDataException">The folder holds something, or a source cannot be read.</exception>
    public static async Task<ArtifactFolder> WriteAsync(
        CatalogSources sources,
        string folder,
        string name,
        string version,
        CancellationToken cancel
    )
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException(
                $"'{folder}' is not empty. A catalog is written once: choose a new version."
            );
        var stickers = sources.ReadStickers();
        var texts = JsonLines.Read<TextReply>(sources.TextFile, "text reply");
        var rules = sources.TagFile is { } file ? TagRule.Read(file) : [];
        TagRule.Check(
            rules,
            stickers.Select(sticker => sticker.Id).Concat(texts.Select(TextId)).ToHashSet(StringComparer.Ordinal),
            stickers
                .Select(sticker => sticker.Group)
                .OfType<string>()
                .Append(TagRule.Texts)
                .ToHashSet(StringComparer.Ordinal)
        );
        Directory.CreateDirectory(folder);
        foreach (var path in stickers.SelectMany(Media))
        {
            cancel.ThrowIfCancellationRequested();
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
                        Media = Media(sticker).Select(path => "media/" + path),
                        Tags = TagRule.TagsOf(rules, sticker.Id, sticker.Group),
                    },
                    Json
                )
            )
            .Concat(
                texts.Select(text =>
                    JsonSerializer.Serialize(
                        new
                        {
                            Id = TextId(text),
                            Modality = "text",
                            text.Text,
                            text.Keywords,
                            Tags = TagRule.TagsOf(rules, TextId(text), TagRule.Texts),
                        },
                        Json
                    )
                )
            );
        await File.WriteAllTextAsync(
                Path.Combine(folder, "items.jsonl"),
                string.Concat(lines.Select(line => line + "\n")),
                cancel
            )
            .ConfigureAwait(false);
        var properties = new CatalogProperties { Items = stickers.Count + texts.Count, License = License };
        return await ArtifactFolderWriter.WriteAsync(folder, name, version, properties, cancel).ConfigureAwait(false);
    }

    private static string TextId(TextReply text) => "text:" + text.Id;

    // The drawing is preferred to show; the picture is what the vision tower sees.
    private static IEnumerable<string> Media(Sticker sticker) =>
        sticker.Svg is null ? [sticker.Png] : [sticker.Svg, sticker.Png];
}
