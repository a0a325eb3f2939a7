using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Finds the JSON files of each split of a published data set.</summary>
internal static class SplitFiles
{
    private static readonly (string Mark, DialogSplit Split)[] Marks =
    [
        ("train", DialogSplit.Train),
        ("dev", DialogSplit.Validation),
        ("valid", DialogSplit.Validation),
        ("val", DialogSplit.Validation),
        ("test", DialogSplit.Test),
    ];

    /// <summary>Lists every JSON file below a folder whose name, or whose folder's name, contains a split's.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static IReadOnlyList<(string Path, DialogSplit Split)> Find(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"The folder '{folder}' does not exist.");
        var splitFiles = Directory
            .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Split: FindSplit(Path.GetRelativePath(folder, path))))
            .Where(file => file.Split is not null)
            .Select(file => (file.Path, file.Split!.Value))
            .ToList();
        return splitFiles.Count > 0
            ? splitFiles
            : throw new InvalidDataException(
                $"'{folder}' contains no *.json file of a split; expected train, dev, valid or test in the name of "
                    + "the file or of its folder."
            );
    }

    /// <summary>Starts the progress stage of reading files, counted in bytes.</summary>
    public static ProgressStage StartReading(
        IReadOnlyList<(string Path, DialogSplit Split)> files,
        IProgressSink progress
    ) => progress.Start("Reading dialogs", ProgressUnit.Megabytes, files.Sum(file => new FileInfo(file.Path).Length));

    // The innermost name decides: the file's, then its folders' from the inside out.
    private static DialogSplit? FindSplit(string relative)
    {
        foreach (var part in relative.Split(Path.DirectorySeparatorChar).Reverse())
        foreach (var (mark, split) in Marks)
            if (
                part.StartsWith(mark, StringComparison.OrdinalIgnoreCase)
                || part.Contains('_' + mark, StringComparison.OrdinalIgnoreCase)
                || part.Contains('-' + mark, StringComparison.OrdinalIgnoreCase)
            )
                return split;
        return null;
    }
}
