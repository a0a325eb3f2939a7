namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>Finds the file of a photo in one folder, by its name without the ending.</summary>
internal sealed class PhotoFinder
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg",
        ".jpeg",
        ".png",
        ".webp",
    };

    private readonly Dictionary<string, string> byName = new(StringComparer.Ordinal);

    /// <param name="folder">The folder; its folders are searched, too.</param>
    /// <exception cref="InvalidDataException">There is no such folder.</exception>
    public PhotoFinder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"There is no folder '{folder}' of photos.");
        foreach (
            var path in Directory
                .EnumerateFiles(
                    folder,
                    "*",
                    new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        AttributesToSkip = FileAttributes.ReparsePoint,
                    }
                )
                .Order(StringComparer.Ordinal)
        )
            if (Endings.Contains(Path.GetExtension(path)))
                byName.TryAdd(Path.GetFileNameWithoutExtension(path), path);
    }

    /// <summary>Gets the file of the first of these names that there is one of; null for none.</summary>
    public string? Find(params string?[] names) =>
        names
            .Select(name => name is not null && byName.TryGetValue(name, out var path) ? path : null)
            .FirstOrDefault(path => path is not null);
}
