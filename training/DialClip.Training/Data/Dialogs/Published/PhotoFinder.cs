namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>An index of the photos below a folder by file name without extension.</summary>
internal sealed class PhotoFinder
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg",
        ".jpeg",
        ".png",
        ".webp",
    };

    private readonly Dictionary<string, string> byName = new(StringComparer.Ordinal);

    /// <param name="folder">The folder, searched recursively.</param>
    /// <exception cref="InvalidDataException">The folder does not exist.</exception>
    public PhotoFinder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"The folder of photos '{folder}' does not exist.");
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
            if (Extensions.Contains(Path.GetExtension(path)))
                byName.TryAdd(Path.GetFileNameWithoutExtension(path), path);
    }

    /// <summary>Gets the file of the first name that is indexed; null for none.</summary>
    public string? Find(params string?[] names) =>
        names
            .Select(name => name is not null && byName.TryGetValue(name, out var path) ? path : null)
            .FirstOrDefault(path => path is not null);
}
