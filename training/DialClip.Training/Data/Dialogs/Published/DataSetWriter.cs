using System.Text.Encodings.Web;
using System.Text.Json;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Imaging;
using DialClip.Shared.IO;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>
/// Writes a data set as dialogs (JSON lines, one file per split) and a catalog; holds only ids in memory.
/// </summary>
internal sealed class DataSetWriter : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string folder;
    private readonly string catalogFolder;
    private readonly StreamWriter items;
    private readonly Dictionary<DialogSplit, StreamWriter> dialogs = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private bool finished;

    /// <param name="folder">The folder of the dialogs; new or empty.</param>
    /// <param name="catalogFolder">The folder of the catalog; new or empty.</param>
    /// <exception cref="InvalidDataException">One of the two is not empty.</exception>
    public DataSetWriter(string folder, string catalogFolder)
    {
        foreach (var path in new[] { folder, catalogFolder })
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new InvalidDataException($"'{path}' is not empty. Name a new folder, or delete it first.");
        (this.folder, this.catalogFolder) = (folder, catalogFolder);
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.Combine(catalogFolder, "media"));
        items = new StreamWriter(Path.Combine(catalogFolder, "items.jsonl"));
    }

    /// <summary>Increments a counter of the description.</summary>
    public void Count(string name, long count = 1) => counts[name] = counts.GetValueOrDefault(name) + count;

    /// <summary>Adds a photo to the catalog unless it is there.</summary>
    /// <param name="id">Its id in the data set.</param>
    /// <param name="name">The photo's description.</param>
    /// <param name="path">The photo's file; null where it is missing.</param>
    /// <returns>Whether the catalog contains it; a missing or damaged photo is counted and listed.</returns>
    public bool AddPhoto(string id, string name, string? path)
    {
        if (DialogRecord.IsText(id))
            throw new InvalidDataException(
                $"Photo id '{id}' is also the id of a text; expected ids of photos that do not begin with 'text:'."
            );
        if (ids.Contains(id))
            return true;
        if (missing.Contains(id))
            return false;
        if (path is null)
            return Exclude(id, "photos missing");
        var bytes = File.ReadAllBytes(path);
        try
        {
            ImageDecoder.Decode(bytes);
        }
        catch (ImageFormatException)
        {
            return Exclude(
                id,
                PictureFileNames.GetUndecodableFormat(path) is { } format
                    ? $"photos in {format}, which is not decoded"
                    : "photos damaged"
            );
        }
        // What a file is, its first bytes say: photos saved from the web are often named otherwise.
        var media = $"media/{ComputeHash(id)}{PictureFileNames.GetEnding(ImageDecoder.RecognizeFormat(bytes)!)}";
        File.WriteAllBytes(Path.Combine(catalogFolder, media), bytes);
        items.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    id,
                    modality = "picture",
                    name,
                    media = new[] { media },
                },
                Json
            )
        );
        Count("photos");
        return ids.Add(id);
    }

    /// <summary>Adds a text to the catalog unless it is there.</summary>
    /// <returns>The text's id.</returns>
    public string AddText(string text)
    {
        var id = "text:" + ComputeHash(text);
        if (ids.Add(id))
        {
            items.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        id,
                        modality = "text",
                        text,
                    },
                    Json
                )
            );
            Count("texts");
        }
        return id;
    }

    /// <summary>Appends a dialog to the file of its split.</summary>
    public void Add(DialogRecord dialog)
    {
        if (!dialogs.TryGetValue(dialog.Split, out var file))
            dialogs[dialog.Split] = file = new StreamWriter(
                Path.Combine(folder, dialog.Split.ToString().ToLowerInvariant() + ".jsonl")
            );
        file.WriteLine(JsonSerializer.Serialize(dialog, DialogFile.Json));
        Count("dialogs " + dialog.Split.ToString().ToLowerInvariant());
    }

    /// <summary>
    /// Closes the files and writes the catalog's manifest, the description and the list of missing photos.
    /// </summary>
    /// <param name="source">The data set's name.</param>
    /// <param name="gallery">The gallery that is ranked for a dialog.</param>
    /// <param name="reference">The catalog's path in the store, such as "catalogs/photochat/1".</param>
    /// <param name="license">The data set's licence.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="InvalidDataException">No photo and no text was usable.</exception>
    public async Task<DataSetDescription> FinishAsync(
        string source,
        Gallery gallery,
        string reference,
        string license,
        CancellationToken cancellationToken
    )
    {
        Close();
        if (missing.Count > 0)
            await File.WriteAllLinesAsync(Path.Combine(folder, "missing.txt"), missing, cancellationToken)
                .ConfigureAwait(false);
        if (ids.Count == 0)
            throw new InvalidDataException(
                $"No photo of the data set is usable ({missing.Count} missing or damaged, listed in "
                    + $"'{Path.Combine(folder, "missing.txt")}'). Name the folder of photos with --images."
            );
        var parts = reference.Split('/');
        await ArtifactFolderWriter
            .WriteAsync(
                catalogFolder,
                parts[^2],
                parts[^1],
                new CatalogProperties { Items = ids.Count, License = license },
                cancellationToken
            )
            .ConfigureAwait(false);
        var description = new DataSetDescription(source, gallery, reference, counts);
        description.Save(folder);
        finished = true;
        return description;
    }

    /// <summary>Closes the files; deletes an unfinished data set, but not the list of missing photos.</summary>
    public void Dispose()
    {
        Close();
        if (finished)
            return;
        Directory.Delete(catalogFolder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl"))
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private void Close()
    {
        items.Dispose();
        foreach (var file in dialogs.Values)
            file.Dispose();
    }

    private bool Exclude(string id, string reason)
    {
        missing.Add(id);
        Count(reason);
        return false;
    }

    // Ids are untrusted and may not be valid file names.
    private static string ComputeHash(string text) => Digest.Compute(text).ToString()[..24];
}
