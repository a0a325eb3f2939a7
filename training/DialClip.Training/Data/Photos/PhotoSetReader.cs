using System.Text.Unicode;
using DialClip.Training.Data.Dialogs;
using Microsoft.VisualBasic.FileIO;

namespace DialClip.Training.Data.Photos;

/// <summary>Reads the classes and splits of photos from an index.csv or from folder names.</summary>
internal static class PhotoSetReader
{
    private const string Index = "index.csv";

    private static readonly Dictionary<string, DialogSplit> Splits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = DialogSplit.Train,
        ["val"] = DialogSplit.Validation,
        ["valid"] = DialogSplit.Validation,
        ["validation"] = DialogSplit.Validation,
        ["dev"] = DialogSplit.Validation,
        ["test"] = DialogSplit.Test,
    };

    /// <summary>
    /// Reads a set: an index.csv with the columns file, split, class and optionally description; or folders
    /// SPLIT/CLASS/FILE; or folders CLASS/FILE, split by a hash of the path.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="path">The path of the archive or folder, which names the set.</param>
    /// <exception cref="InvalidDataException">There are fewer than two classes, or the index is malformed.</exception>
    public static PhotoSet Read(PhotoFiles files, string path)
    {
        var names = files.List();
        var rows = names.Contains(Index) ? ReadIndex(files.Read(Index), path) : ReadFolders(names, path);
        var descriptions = rows.GroupBy(row => row.Class, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(row => row.Description).FirstOrDefault(text => text.Length > 0),
                StringComparer.Ordinal
            );
        var classes = descriptions.Keys.Order(StringComparer.Ordinal).ToList();
        if (classes.Count < 2)
            throw new InvalidDataException(
                $"'{path}' has {classes.Count} classes; expected at least two: an {Index}, or a folder per class."
            );
        var numbers = classes
            .Select((name, number) => (name, number))
            .ToDictionary(pair => pair.name, pair => pair.number, StringComparer.Ordinal);
        return new(
            Path.GetFileNameWithoutExtension(path.TrimEnd('/')),
            [.. classes.Select(name => new PhotoClass(name, descriptions[name]))],
            [
                .. rows.OrderBy(row => row.File, StringComparer.Ordinal)
                    .Select(row => new Photo(row.File, numbers[row.Class], row.Split)),
            ]
        );
    }

    private static List<Row> ReadIndex(byte[] csv, string path)
    {
        if (!Utf8.IsValid(csv))
            throw new InvalidDataException(
                $"{Index} of '{path}' is no valid UTF-8. Save it as UTF-8, or convert it, such as with "
                    + "'iconv -f WINDOWS-1252 -t UTF-8'."
            );
        using var parser = new TextFieldParser(new MemoryStream(csv))
        {
            HasFieldsEnclosedInQuotes = true,
            TrimWhiteSpace = false,
        };
        parser.SetDelimiters(",");
        var rows = new List<Row>();
        try
        {
            var header = parser.ReadFields() ?? [];
            var (file, split, label, description) = (
                Array.IndexOf(header, "file"),
                Array.IndexOf(header, "split"),
                Array.IndexOf(header, "class"),
                Array.IndexOf(header, "description")
            );
            if (file < 0 || split < 0 || label < 0)
                throw new InvalidDataException(
                    $"{Index} of '{path}' has the columns {string.Join(", ", header)}; expected file, split and class."
                );
            while (!parser.EndOfData)
            {
                var number = parser.LineNumber;
                var fields = parser.ReadFields()!;
                if (
                    fields.Length != header.Length
                    || !Splits.TryGetValue(fields[split], out var partition)
                    || fields[label].Length == 0
                )
                    throw new InvalidDataException(
                        $"{Index}:{number} of '{path}' is '{string.Join(",", fields)}'; expected {header.Length} "
                            + "fields, a class, and a split train, val or test."
                    );
                rows.Add(new(fields[file], fields[label], partition, description < 0 ? "" : fields[description]));
            }
        }
        catch (MalformedLineException error)
        {
            throw new InvalidDataException($"{Index} of '{path}' is malformed: {error.Message}", error);
        }
        return rows;
    }

    private static List<Row> ReadFolders(IReadOnlyList<string> names, string path)
    {
        var photos = names
            .Where(PictureFileNames.IsDecodable)
            .Select(name => (Name: name, Parts: name.Split('/')))
            .ToList();
        if (photos.Count > 0 && photos.All(photo => photo.Parts.Length >= 3 && Splits.ContainsKey(photo.Parts[0])))
            return [.. photos.Select(photo => new Row(photo.Name, photo.Parts[1], Splits[photo.Parts[0]], ""))];
        if (
            photos.FirstOrDefault(photo => photo.Parts.SkipLast(1).Any(Splits.ContainsKey)) is
            { Name: not null } misplaced
        )
            throw new InvalidDataException(
                $"'{misplaced.Name}' of '{path}' is below a folder named like a split, but not all photos are "
                    + "SPLIT/CLASS/FILE; expected that, or CLASS/FILE for all."
            );
        if (photos.FirstOrDefault(photo => photo.Parts.Length < 2) is { Name: not null } unclassified)
            throw new InvalidDataException(
                $"'{unclassified.Name}' of '{path}' is in no class folder; expected CLASS/FILE or SPLIT/CLASS/FILE."
            );
        return [.. photos.Select(photo => new Row(photo.Name, photo.Parts[0], HashSplit.GetSplit(photo.Name), ""))];
    }

    private sealed record Row(string File, string Class, DialogSplit Split, string Description);
}
