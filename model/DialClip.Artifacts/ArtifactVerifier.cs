using DialClip.Artifacts.Format;
using DialClip.Shared.IO;

namespace DialClip.Artifacts;

/// <summary>Compares files on disk with their manifest.</summary>
internal static class ArtifactVerifier
{
    private const int MaxListed = 10;

    /// <summary>Verifies size and SHA-256 of every file, or of those outside media/.</summary>
    /// <exception cref="ArtifactException">At least one file is missing or damaged; all of them are listed.</exception>
    public static async Task RequireAsync(
        string folder,
        ArtifactManifest manifest,
        bool withMedia,
        CancellationToken cancellationToken
    )
    {
        var errors = new List<FileError>();
        foreach (var file in manifest.Files.Where(file => withMedia || !IsMedia(file.Path)))
            if (await CheckAsync(folder, file, cancellationToken).ConfigureAwait(false) is { } error)
                errors.Add(error);
        if (errors.Count > 0)
            throw CreateException(folder, manifest, errors, isCopy: false);
    }

    /// <summary>Checks existence and size of the files under media/, without reading them.</summary>
    /// <exception cref="ArtifactException">
    /// At least one file is missing or of another size; all of them are listed.
    /// </exception>
    public static void RequireMedia(string folder, ArtifactManifest manifest, bool isCopy)
    {
        var errors = new List<FileError>();
        foreach (var file in manifest.Files.Where(file => IsMedia(file.Path)))
        {
            var info = new FileInfo(GetPath(folder, file));
            if (!info.Exists)
                errors.Add(CreateMissing(file));
            else if (info.Length != file.Size)
                errors.Add(Compare(file, info.Length, file.Sha256)!.Value);
        }
        if (errors.Count > 0)
            throw CreateException(folder, manifest, errors, isCopy);
    }

    /// <summary>Reads a file and verifies its size and SHA-256.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged.</exception>
    public static async Task<byte[]> ReadAsync(
        string folder,
        ArtifactManifest manifest,
        ArtifactFile file,
        bool isCopy,
        CancellationToken cancellationToken
    )
    {
        var path = GetPath(folder, file);
        if (!File.Exists(path))
            throw CreateException(folder, manifest, [CreateMissing(file)], isCopy);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return Compare(file, bytes.Length, Digest.Compute(bytes).ToString()) is { } error
            ? throw CreateException(folder, manifest, [error], isCopy)
            : bytes;
    }

    /// <summary>Gets the path of a file on this machine.</summary>
    public static string GetPath(string folder, ArtifactFile file) =>
        Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    private static async Task<FileError?> CheckAsync(
        string folder,
        ArtifactFile file,
        CancellationToken cancellationToken
    )
    {
        var info = new FileInfo(GetPath(folder, file));
        if (!info.Exists)
            return CreateMissing(file);
        if (info.Length != file.Size)
            return Compare(file, info.Length, file.Sha256);
        using var content = new FileStream(
            info.FullName,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            81_920,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
        var digest = await Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false);
        return Compare(file, info.Length, digest.ToString());
    }

    private static FileError CreateMissing(ArtifactFile file) =>
        new(ArtifactFailure.Missing, file.Path, $"'{file.Path}' is missing, expected {file.Size} bytes");

    private static FileError? Compare(ArtifactFile file, long size, string sha256) =>
        (size != file.Size, sha256 != file.Sha256) switch
        {
            (true, _) => new(
                ArtifactFailure.Damaged,
                file.Path,
                $"'{file.Path}' has {size} bytes, expected {file.Size}"
            ),
            (_, true) => new(
                ArtifactFailure.Damaged,
                file.Path,
                $"'{file.Path}' has SHA-256 {sha256}, expected {file.Sha256}"
            ),
            _ => null,
        };

    private static bool IsMedia(string path) => path.StartsWith(ArtifactPath.Media, StringComparison.Ordinal);

    private static ArtifactException CreateException(
        string folder,
        ArtifactManifest manifest,
        List<FileError> errors,
        bool isCopy
    )
    {
        var reason = errors.Exists(error => error.Reason == ArtifactFailure.Missing)
            ? ArtifactFailure.Missing
            : ArtifactFailure.Damaged;
        var more = errors.Count > MaxListed ? $"; and {errors.Count - MaxListed} more" : "";
        var advice =
            isCopy ? "Start the program again, which copies the folder from its store again."
            // Pictures of a catalog are not in the repository: the build fetches them.
            : errors.TrueForAll(error => IsMedia(error.Path))
                ? "Run './build.sh fetch', which fetches the pictures "
                    + "of this repository's catalogs again, or copy those of your own."
            : $"Fetch or publish {manifest.Kind} '{manifest.Name}' version '{manifest.Version}' again; a changed "
                + "folder needs a version of its own.";
        return new ArtifactException(
            reason,
            $"'{folder}' is not as its manifest says: "
                + $"{string.Join("; ", errors.Take(MaxListed).Select(error => error.Text))}{more}. {advice}"
        );
    }

    private readonly record struct FileError(ArtifactFailure Reason, string Path, string Text);
}
