using System.Text;
using System.Text.Unicode;
using DialClip.Shared.IO;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>Reads the tables of a folder.</summary>
/// <param name="listing">The files of the folder.</param>
/// <param name="findings">Receives damaged rows.</param>
internal sealed class FolderTables(FolderListing listing, Findings findings)
{
    /// <summary>Reads the rows of pictures, those of items.csv first.</summary>
    /// <exception cref="InvalidDataException">A table cannot be used at all.</exception>
    public IReadOnlyList<TableRow> ReadItems() =>
        [.. Read(FolderListing.ItemsCsv, TableColumns.File), .. Read(FolderListing.ItemsJson, TableColumns.File)];

    /// <summary>Reads the rows of texts, those of texts.csv first.</summary>
    /// <exception cref="InvalidDataException">A table cannot be used at all.</exception>
    public IReadOnlyList<TableRow> ReadTexts() =>
        [.. Read(FolderListing.TextsCsv, TableColumns.Text), .. Read(FolderListing.TextsJson, TableColumns.Text)];

    /// <summary>Reads a file of one picture's words; null where it has none.</summary>
    public string? ReadSidecar(FolderFile file)
    {
        try
        {
            return Decode(file.Path, ReadBytes(file, TableLimits.SidecarBytes)).Trim() is { Length: > 0 } words
                ? words
                : null;
        }
        catch (InvalidDataException error)
        {
            findings.Add(FindingKind.DamagedRow, file.Path, error.Message);
            return null;
        }
    }

    private IReadOnlyList<TableRow> Read(string table, string required)
    {
        if (!listing.Tables.TryGetValue(table, out var file))
            return [];
        var bytes = ReadBytes(file, TableLimits.TableBytes);
        if (Path.GetExtension(table) == ".jsonl")
            return JsonTable.Read(file.Path, bytes, findings);
        var (columns, rows) = CsvTable.Read(file.Path, Decode(file.Path, bytes), findings);
        var ofTexts = required == TableColumns.Text;
        return columns.Any(column => TableColumns.FindMeaning(column, ofTexts) == required)
            ? rows
            : throw new InvalidDataException(
                $"'{file.Path}' has the columns '{string.Join("', '", columns)}', and none of them is '{required}'. "
                    + $"Name the columns in its first row: {TableColumns.Describe(ofTexts)}; others become tags."
            );
    }

    private static byte[] ReadBytes(FolderFile file, int limit)
    {
        if (file.Length == 0)
            return [];
        try
        {
            using var stream = File.OpenRead(file.FullPath);
            return stream.ReadAtMost(limit)
                ?? throw new InvalidDataException(
                    FormattableString.Invariant(
                        $"'{file.Path}' has {file.Length:N0} bytes; at most {limit:N0} are read."
                    )
                );
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InvalidDataException($"'{file.Path}' cannot be read: {error.Message}", error);
        }
    }

    private static string Decode(string name, byte[] bytes)
    {
        var span = bytes.AsSpan();
        if (span is [0xEF, 0xBB, 0xBF, ..])
            span = span[3..];
        var isWide = span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || span.Contains((byte)0);
        return !isWide && Utf8.IsValid(span)
            ? Encoding.UTF8.GetString(span)
            : throw new InvalidDataException(
                $"'{name}' is no valid UTF-8. Save it as UTF-8 (spreadsheets call it 'CSV UTF-8'), or convert it, such "
                    + $"as with 'iconv -f {(isWide ? "UTF-16" : "WINDOWS-1252")} -t UTF-8'."
            );
    }
}
