using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts;

/// <summary>Opens the files of artifacts: plain files alone, and of these only such as lie within a folder.</summary>
/// <remarks>
/// Opening a pipe or a device can wait for ever. These have no size, so what has none is never opened: an empty file
/// has nothing to read. Sizes are compared before a byte is read.
/// </remarks>
internal static class PlainFile
{
    private const int BufferBytes = 81_920;

    /// <summary>Finds what keeps a file from being read, without opening it; null for nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="realRoot">The folder, without links, that the file has to lie in.</param>
    /// <param name="size">The size in bytes that the file has to have; null for any.</param>
    public static FileProblem? FindProblem(string path, string realRoot, long? size) =>
        Check(path, realRoot, size, out _);

    /// <summary>Opens a file at its beginning.</summary>
    /// <param name="path">The file.</param>
    /// <param name="realRoot">The folder, without links, that the file has to lie in.</param>
    /// <param name="size">The size in bytes that the file has to have; null for any.</param>
    /// <param name="options">How it will be read.</param>
    /// <exception cref="FileProblemException">The file cannot be read, or is not to be.</exception>
    public static Stream Open(string path, string realRoot, long? size, FileOptions options = FileOptions.None)
    {
        try
        {
            if (Check(path, realRoot, size, out var file) is { } problem)
                throw new FileProblemException(problem);
            if (file!.Length == 0)
                return new MemoryStream([], writable: false);
            var stream = new FileStream(
                file.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                BufferBytes,
                options
            );
            // Another file may have taken the name meanwhile.
            if (FileProblem.Compare(stream.Length, size) is not { } changed)
                return stream;
            stream.Dispose();
            throw new FileProblemException(changed);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileProblemException(FileProblem.Missing(size), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new FileProblemException(new(ArtifactFailure.Unavailable, $"cannot be read: {error.Message}"), error);
        }
    }

    // Gives the file that the path leads to, links followed.
    private static FileProblem? Check(string path, string realRoot, long? size, out FileInfo? file)
    {
        file = null;
        if (Directory.Exists(path))
            return new(ArtifactFailure.Damaged, "is a folder, expected a file");
        if (!File.Exists(path))
            return FileProblem.Missing(size);
        file = new FileInfo(RealPath.Resolve(path));
        return RealPath.IsWithin(file.FullName, realRoot)
            ? FileProblem.Compare(file.Length, size)
            : new(ArtifactFailure.Invalid, $"leads out of '{realRoot}' through a link; put the file itself there");
    }
}
