using DialClip.Training.Terminal;

namespace DialClip.Training.Data.Dialogs;

/// <summary>The dialogs of one file or folder.</summary>
/// <param name="Path">The file, or the folder of *.jsonl files.</param>
/// <param name="Dialogs">The selected dialogs.</param>
/// <param name="Gallery">The gallery that is ranked for a dialog.</param>
internal sealed record DialogSet(string Path, IReadOnlyList<DialogRecord> Dialogs, Gallery Gallery)
{
    /// <summary>Reads several files or folders, such as dialogs to answer and dialogs that deserve silence.</summary>
    /// <param name="paths">The files or folders.</param>
    /// <param name="filter">Selects the dialogs.</param>
    /// <param name="progress">Receives what was ignored or replaced in a file; null for nobody.</param>
    /// <exception cref="InvalidDataException">
    /// A line is not a valid dialog, or an id is a duplicate, also of one in another path.
    /// </exception>
    public static IReadOnlyList<DialogSet> ReadAll(
        IReadOnlyList<string> paths,
        Func<DialogRecord, bool> filter,
        IProgressSink? progress = null
    )
    {
        var sets = new List<DialogSet>();
        var locations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var dialogs = DialogFile.Read(path, progress);
            foreach (var dialog in dialogs)
                if (!locations.TryAdd(dialog.Id, dialog.Location))
                    throw new InvalidDataException(
                        $"{dialog.Location}: dialog id '{dialog.Id}' is a duplicate of {locations[dialog.Id]}; ids "
                            + "must be unique over all files and folders of --dialogs, because they decide the split."
                    );
            sets.Add(
                new(path, [.. dialogs.Where(filter)], DataSetDescription.ReadBeside(path)?.Gallery ?? Gallery.Catalog)
            );
        }
        return sets;
    }

    /// <summary>Gets the gallery that all sets rank.</summary>
    /// <exception cref="InvalidDataException">They rank different ones.</exception>
    public static Gallery GetGallery(IReadOnlyList<DialogSet> sets) =>
        sets.FirstOrDefault(set => set.Gallery != sets[0].Gallery) is { } other
            ? throw new InvalidDataException(
                $"The dialogs of '{sets[0].Path}' rank the gallery '{sets[0].Gallery}', those of '{other.Path}' the "
                    + $"gallery '{other.Gallery}'; expected one kind. Name them in runs of their own."
            )
            : sets[0].Gallery;
}
