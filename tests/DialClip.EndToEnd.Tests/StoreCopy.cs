namespace DialClip.EndToEnd.Tests;

/// <summary>Copies of the committed store, which tests write to.</summary>
internal static class StoreCopy
{
    public static void Create(string target)
    {
        var source = Path.Combine(RepositoryPaths.Root, "model", "store");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
