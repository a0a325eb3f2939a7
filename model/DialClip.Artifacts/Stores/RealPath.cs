namespace DialClip.Artifacts.Stores;

/// <summary>Resolves the symbolic links of a path, as far as it exists.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    public static string Resolve(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    /// <summary>Determines whether a path without links lies below a folder without links.</summary>
    public static bool IsWithin(string realPath, string realFolder) =>
        realPath.StartsWith(
            realFolder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );

    private static string Follow(string path, ref int links)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        var current = Path.Combine(Follow(parent, ref links), Path.GetFileName(path));
        if (new FileInfo(current).LinkTarget is not { } target)
            return current;
        if (++links > MaxLinks)
            throw new ArtifactException(
                $"'{path}' leads through more than {MaxLinks} links; expected files and folders."
            );
        return Follow(Path.GetFullPath(target, Path.GetDirectoryName(current)!), ref links);
    }
}
