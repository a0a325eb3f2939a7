using System.Text.Encodings.Web;
using System.Text.Json;
using DialClip.Model.Artifacts;
using DialClip.Training.Corpus;

namespace DialClip.Training.Catalogs;

/// <summary>Makes the catalog of stickers and text replies: items, pictures, manifest.</summary>
internal static class StickerCatalogWriter
{
    private const string License = "Stickers: Noto Emoji (Apache-2.0 and OFL-1.1), names: emojibase (MIT); texts: this project";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a catalog folder; the same sources give the same bytes.</summary>
    /// <param name="stickerFolder">The fetched sticker set.</param>
    /// <param name="textFile">The text replies, JSON lines.</param>
    /// <param name="folder">Where the catalog is to lie; it must not hold anything yet.</param>
    /// <param name="name">The catalog's name.</param>
    /// <param name="version">The catalog's version.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InvalidDataException">The folder holds something, or a source cannot be read.</exception>
    public static async Task<ArtifactFolder> WriteAsync(string stickerFolder, string textFile, string folder, string name, string version, CancellationToken cancel)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidDataException($"'{folder}' is not empty. A catalog is written once: choose a new version.");
        var stickers = StickerSet.Read(stickerFolder);
        var texts = JsonLines.Read<TextReply>(textFile, "text reply");
        Directory.CreateDirectory(folder);
        foreach (var path in stickers.SelectMany(Media))
        {
            cancel.ThrowIfCancellationRequested();
            var to = Path.Combine(folder, "media", path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(stickerFolder, path), to);
        }
        var lines = stickers.Select(sticker => JsonSerializer.Serialize(
                new { sticker.Id, Modality = "picture", sticker.Name, sticker.Keywords, Media = Media(sticker).Select(path => "media/" + path) }, Json))
            .Concat(texts.Select(text => JsonSerializer.Serialize(new { Id = "text:" + text.Id, Modality = "text", text.Text, text.Keywords }, Json)));
        await File.WriteAllTextAsync(Path.Combine(folder, "items.jsonl"), string.Concat(lines.Select(line => line + "\n")), cancel).ConfigureAwait(false);
        var properties = new CatalogProperties { Items = stickers.Count + texts.Count, License = License };
        return await ArtifactFolderWriter.WriteAsync(folder, name, version, properties, cancel).ConfigureAwait(false);
    }

    // The drawing is preferred to show; the picture is what the vision tower sees.
    private static IEnumerable<string> Media(Sticker sticker) => sticker.Svg is null ? [sticker.Png] : [sticker.Svg, sticker.Png];
}
