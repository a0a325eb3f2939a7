using DialClip.Training.Data;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Finds the pictures that rows name. Names come from people's tables, and must not lead out.</summary>
/// <param name="root">The full path of the folder.</param>
/// <param name="listing">The files of the folder.</param>
/// <param name="findings">Receives rows without a picture.</param>
internal sealed class PictureRows(string root, FolderListing listing, Findings findings)
{
    private readonly Dictionary<string, FolderFile> byPath = listing.Pictures.ToDictionary(
        file => file.Path,
        StringComparer.Ordinal
    );

    // Tables that were made on Windows do not mind the case.
    private readonly ILookup<string, FolderFile> byAnyCase = listing.Pictures.ToLookup(
        file => file.Path,
        StringComparer.OrdinalIgnoreCase
    );

    private readonly RowReader reader = new(ofTexts: false, findings);

    /// <summary>Reads what the rows say of each picture; what an earlier table says goes first.</summary>
    public IReadOnlyDictionary<string, ItemDescription> Read(IReadOnlyList<TableRow> rows)
    {
        var descriptions = new Dictionary<string, ItemDescription>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (FindPicture(row) is not { } file)
                continue;
            if (!descriptions.TryGetValue(file.Path, out var before))
                descriptions.Add(file.Path, reader.Read(row));
            else if (GetTable(before.Where) != GetTable(row.Where))
                descriptions[file.Path] = before.FillIn(reader.Read(row));
            else
                findings.Add(
                    FindingKind.DamagedRow,
                    row.Where,
                    $"'{file.Path}' has a row already, at {before.Where}; expected one for each picture."
                );
        }

        return descriptions;
    }

    private FolderFile? FindPicture(TableRow row)
    {
        if (RowReader.GetFile(row) is not { Length: > 0 } written)
        {
            findings.Add(
                FindingKind.DamagedRow,
                row.Where,
                $"It names no file. Write the picture's path into the column '{TableColumns.File}'."
            );
            return null;
        }
        if (written.Contains("://", StringComparison.Ordinal))
        {
            findings.Add(
                FindingKind.OutsideFolder,
                row.Where,
                $"'{written}' is an address. Download the picture into the folder, and name its file."
            );
            return null;
        }
        if (ToRelativePath(written) is not { } path)
        {
            findings.Add(
                FindingKind.OutsideFolder,
                row.Where,
                $"'{written}' leads out of the folder; expected a path below it, such as 'shoes/red.jpg'."
            );
            return null;
        }
        var file = byPath.GetValueOrDefault(path) ?? (byAnyCase[path].Count() == 1 ? byAnyCase[path].First() : null);
        // What another finding explains is not missing as well.
        if (file is null && !listing.Others.Contains(path))
            findings.Add(FindingKind.MissingFile, row.Where, $"There is no picture '{written}' in the folder.");
        return file;
    }

    private string? ToRelativePath(string written)
    {
        var path = written.Replace('\\', '/');
        if (path.Contains('\0', StringComparison.Ordinal) || path is [_, ':', ..])
            return null;
        var full = Path.GetFullPath(Path.Combine(root, path));
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? UnicodeNames.Normalize(Path.GetRelativePath(root, full).Replace('\\', '/'))
            : null;
    }

    private static string GetTable(string where) => where[..where.LastIndexOf(':')];
}
