using System.Text.Encodings.Web;
using System.Text.Json;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Imaging;
using DialClip.Shared.IO;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Writes a data set as what every other verb reads: dialogs as JSON lines, one file a split, and a catalog in a store. Nothing is kept in memory but ids.</summary>
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

    /// <param name="folder">Where the dialogs go; new or empty.</param>
    /// <param name="catalogFolder">Where the catalog goes; new or empty.</param>
    /// <exception cref="InvalidDataException">One of the two holds something.</exception>
    public DataSetWriter(string folder, string catalogFolder)
    {
        foreach (var one in new[] { folder, catalogFolder })
            if (Directory.Exists(one) && Directory.EnumerateFileSystemEntries(one).Any())
                throw new InvalidDataException($"'{one}' is not empty. Name a new folder, or delete it first.");
        (this.folder, this.catalogFolder) = (folder, catalogFolder);
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.Combine(catalogFolder, "media"));
        items = new StreamWriter(Path.Combine(catalogFolder, "items.jsonl"));
    }

    /// <summary>Adds to a count.</summary>
    public void Count(string name, long by = 1) => counts[name] = counts.GetValueOrDefault(name) + by;

    /// <summary>Adds a photo to the catalog, once.</summary>
    /// <param name="id">Its id in the data set.</param>
    /// <param name="name">What it shows.</param>
    /// <param name="path">Its file; null where it could not be found.</param>
    /// <returns>Whether the catalog holds it; a photo that is missing or damaged is counted and listed.</returns>
    public bool AddPhoto(string id, string name, string? path)
    {
        if (DialogRecord.IsText(id))
            throw new InvalidDataException(
                $"The data set names a photo '{id}', which reads as a text's id. Expected ids of photos that do not begin with 'text:'."
            );
        if (ids.Contains(id))
            return true;
        if (missing.Contains(id))
            return false;
        if (path is null)
            return LeaveOut(id, "photos missing");
        var bytes = File.ReadAllBytes(path);
        try
        {
            ImageDecoder.Decode(bytes);
        }
        catch (ImageFormatException)
        {
            return LeaveOut(id, "photos damaged");
        }
        var media = $"media/{HashOf(id)}{Path.GetExtension(path).ToLowerInvariant()}";
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

    /// <summary>Adds a text to the catalog, once.</summary>
    /// <returns>Its id.</returns>
    public string AddText(string text)
    {
        var id = "text:" + HashOf(text);
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

    /// <summary>Adds a dialog to its split.</summary>
    public void Add(DialogRecord dialog)
    {
        if (!dialogs.TryGetValue(dialog.Split, out var file))
            dialogs[dialog.Split] = file = new StreamWriter(
                Path.Combine(folder, dialog.Split.ToString().ToLowerInvariant() + ".jsonl")
            );
        file.WriteLine(JsonSerializer.Serialize(dialog, DialogFile.Json));
        Count("dialogs " + dialog.Split.ToString().ToLowerInvariant());
    }

    /// <summary>Closes the files and writes the catalog's manifest, the description and, where something was left out, missing.txt.</summary>
    /// <param name="source">The data set's name.</param>
    /// <param name="gallery">What is ranked for a dialog.</param>
    /// <param name="reference">The catalog's place in the store, such as "catalogs/photochat/1".</param>
    /// <param name="license">What the data set says of its licence.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="InvalidDataException">Not one photo or text could be used.</exception>
    public async Task<DataSetDescription> FinishAsync(
        string source,
        Gallery gallery,
        string reference,
        string license,
        CancellationToken cancel
    )
    {
        Close();
        if (missing.Count > 0)
            await File.WriteAllLinesAsync(Path.Combine(folder, "missing.txt"), missing, cancel).ConfigureAwait(false);
        if (ids.Count == 0)
            throw new InvalidDataException(
                $"Of the data set's photos none could be used ({missing.Count} missing or damaged, listed in '{Path.Combine(folder, "missing.txt")}'). Name the folder that holds them with --images."
            );
        var parts = reference.Split('/');
        await ArtifactFolderWriter
            .WriteAsync(
                catalogFolder,
                parts[^2],
                parts[^1],
                new CatalogProperties { Items = ids.Count, License = license },
                cancel
            )
            .ConfigureAwait(false);
        var description = new DataSetDescription(source, gallery, reference, counts);
        description.Save(folder);
        finished = true;
        return description;
    }

    /// <summary>Closes the files; what was not finished is taken away, for a catalog without its manifest is none. The list of what was missing stays.</summary>
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

    private bool LeaveOut(string id, string why)
    {
        missing.Add(id);
        Count(why);
        return false;
    }

    // A file name of our own: the data set's ids are somebody else's.
    private static string HashOf(string text) => Digest.Compute(text).ToString()[..24];
}
