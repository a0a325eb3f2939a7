namespace DialClip.Training.Data.Dialogs.Published;

/// <summary>An index of the photos below a folder by file name without ending, in any form of Unicode.</summary>
internal sealed class PhotoFinder
{
    private readonly Dictionary<string, string> decodable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> undecodable = new(StringComparer.Ordinal);

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
            if (PictureFileNames.IsDecodable(path))
                decodable.TryAdd(GetName(path), path);
            else if (PictureFileNames.GetUndecodableFormat(path) is not null)
                undecodable.TryAdd(GetName(path), path);
    }

    /// <summary>
    /// Gets the file of the first name that is indexed, of a format that is decoded here where there is one; null for
    /// none.
    /// </summary>
    public string? Find(params string?[] names) => FindIn(decodable, names) ?? FindIn(undecodable, names);

    private static string? FindIn(Dictionary<string, string> files, string?[] names) =>
        names
            .Select(name => name is null ? null : files.GetValueOrDefault(UnicodeNames.Normalize(name)))
            .FirstOrDefault(path => path is not null);

    private static string GetName(string path) => UnicodeNames.Normalize(Path.GetFileNameWithoutExtension(path));
}
