using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Finds the files of each split of a published data set.</summary>
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

    /// <summary>Lists every JSON file below a folder whose own name, or whose folder's, says what split it is.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static IReadOnlyList<(string Path, DialogSplit Split)> Find(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"There is no folder '{folder}'.");
        var found = Directory
            .EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Split: SplitOf(Path.GetRelativePath(folder, path))))
            .Where(file => file.Split is not null)
            .Select(file => (file.Path, file.Split!.Value))
            .ToList();
        return found.Count > 0
            ? found
            : throw new InvalidDataException(
                $"'{folder}' holds no *.json file that says in its name, or its folder's, that it is train, dev, valid or test."
            );
    }

    /// <summary>Starts the stage in which files are read, counted in bytes.</summary>
    public static ProgressStage StartReading(
        IReadOnlyList<(string Path, DialogSplit Split)> files,
        IProgressSink progress
    ) => progress.Start("Reading dialogs", ProgressUnit.Megabytes, files.Sum(file => new FileInfo(file.Path).Length));

    // The nearest name decides: the file's own, then its folders' from the inside out.
    private static DialogSplit? SplitOf(string relative)
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
