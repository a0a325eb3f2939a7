namespace DialClip.Testing;

/// <summary>
/// Where the repository, its fetched assets and the shared data lie, seen from a test's output folder.
/// </summary>
public static class RepositoryPaths
{
    /// <summary>Gets the folder that holds DialClip.Bot.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Gets the folder into which the build fetches npm assets.</summary>
    public static string NpmAssets => Path.Combine(Root, "artifacts", "npm");

    /// <summary>Gets the folder into which the build copies the files of packages that hold weights.</summary>
    public static string PackagedWeights => Path.Combine(Root, "artifacts", "packages");

    /// <summary>Gets the shared data beside the repository; it may be absent.</summary>
    public static string SharedData => Path.Combine(Path.GetDirectoryName(Root)!, "shared");

    private static string FindRoot([System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        // The output folder may lie anywhere (--artifacts-path); the source file's own place is the other way home.
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(file)! })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "DialClip.Bot.sln")))
                    return folder.FullName;
        throw new DirectoryNotFoundException(
            $"No folder above '{AppContext.BaseDirectory}' or '{file}' holds DialClip.Bot.sln."
        );
    }
}
