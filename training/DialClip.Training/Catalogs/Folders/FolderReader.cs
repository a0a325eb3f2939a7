using DialClip.Training.Terminal;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Reads the pictures, texts and their words of a folder. Everything in it is untrusted.</summary>
/// <param name="folder">The folder.</param>
/// <param name="checker">Checks the pictures; it remembers them over readings.</param>
/// <param name="progress">Shows the progress.</param>
internal sealed class FolderReader(string folder, PictureChecker checker, IProgressSink progress)
{
    private const string FolderTag = "folder";

    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Lists the files that make up the catalog.</summary>
    /// <exception cref="InvalidDataException">There is no such folder, or it holds too many files.</exception>
    public FolderListing List() => new FolderLister(root, new Findings()).List();

    /// <summary>Reads the folder.</summary>
    /// <param name="known">The digests of pictures that are known to be decodable.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidDataException">The folder or one of its tables cannot be used at all.</exception>
    public async Task<FolderContent> ReadAsync(IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        var listing = new FolderLister(root, findings).List();
        // Tables first: what is wrong with one of them is not to be found after an hour of pictures.
        var tables = new FolderTables(listing, findings);
        var itemRows = tables.ReadItems();
        var rows = new PictureRows(root, listing, findings).Read(itemRows);
        var sidecars = new SidecarWords(listing, tables, findings).Read();
        var textReader = new RowReader(ofTexts: true, findings);
        var texts = tables.ReadTexts().Select(textReader.Read).ToList();
        var pictures = await checker
            .CheckAsync(listing.Pictures, known, findings, progress, cancellationToken)
            .ConfigureAwait(false);
        var items = new ItemCollector(findings);
        // Of equal pictures the one that has a row is taken, then the one of the shortest name: not a copy.
        foreach (
            var picture in pictures
                .OrderBy(picture => rows.ContainsKey(picture.File.Path) ? 0 : 1)
                .ThenBy(picture => picture.File.Path.Length)
        )
        {
            var path = picture.File.Path;
            var description = Describe(path, rows.GetValueOrDefault(path), sidecars.GetValueOrDefault(path));
            if (items.AddPicture(picture, description) && itemRows.Count > 0 && !rows.ContainsKey(path))
                findings.Add(
                    FindingKind.WithoutRow,
                    path,
                    "No row of the tables names it; it is taken with the words that are found elsewhere."
                );
        }
        foreach (var text in texts)
            items.AddText(text);
        return new(items.ToList(), findings.ToList());
    }

    private static ItemDescription Describe(string path, ItemDescription? row, ItemDescription? sidecar)
    {
        var parent = Path.GetDirectoryName(path)?.Replace('\\', '/') is { Length: > 0 and <= TableLimits.Short } name
            ? name
            : null;
        var tags = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (parent is not null)
            tags.Add(FolderTag, [parent]);
        var file = new ItemDescription(path, null, SpeakingName.Find(path), null, [], tags);
        return (row ?? file).FillIn(sidecar).FillIn(file);
    }
}
