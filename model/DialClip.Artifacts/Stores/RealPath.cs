namespace DialClip.Artifacts.Stores;

/// <summary>Follows every link of a path, as far as it exists.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    public static string Resolve(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    private static string Follow(string path, ref int links)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        var here = Path.Combine(Follow(parent, ref links), Path.GetFileName(path));
        if (new FileInfo(here).LinkTarget is not { } target)
            return here;
        if (++links > MostLinks)
            throw new ArtifactException(
                $"'{path}' leads through more than {MostLinks} links; expected files and folders."
            );
        return Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!), ref links);
    }
}
