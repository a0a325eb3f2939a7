using DialClip.Artifacts.Format;
using DialClip.Shared.IO;

namespace DialClip.Artifacts;

/// <summary>Compares files on disk with what their manifest says.</summary>
internal static class ArtifactVerifier
{
    private const int MostListed = 10;

    /// <exception cref="ArtifactException">At least one file is missing or damaged; all of them are listed.</exception>
    public static async Task RequireAsync(
        string folder,
        ArtifactManifest manifest,
        IEnumerable<ArtifactFile> files,
        CancellationToken cancellationToken
    )
    {
        var faults = new List<Fault>();
        foreach (var file in files)
            if (await CheckAsync(folder, file, cancellationToken).ConfigureAwait(false) is { } fault)
                faults.Add(fault);
        if (faults.Count > 0)
            throw Error(folder, manifest, faults);
    }

    /// <summary>Checks existence and size of files, without reading them.</summary>
    /// <exception cref="ArtifactException">At least one file is missing or of another size; all of them are listed.</exception>
    public static void RequireSizes(string folder, ArtifactManifest manifest, IEnumerable<ArtifactFile> files)
    {
        var faults = new List<Fault>();
        foreach (var file in files)
        {
            var found = new FileInfo(GetPath(folder, file));
            if (!found.Exists)
                faults.Add(Missing(file));
            else if (found.Length != file.Size)
                faults.Add(Compare(file, found.Length, file.Sha256)!.Value);
        }
        if (faults.Count > 0)
            throw Error(folder, manifest, faults);
    }

    /// <summary>Gets the file's bytes as they are on disk, once they are the right ones.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged.</exception>
    public static async Task<byte[]> ReadAsync(
        string folder,
        ArtifactManifest manifest,
        ArtifactFile file,
        CancellationToken cancellationToken
    )
    {
        var path = GetPath(folder, file);
        if (!File.Exists(path))
            throw Error(folder, manifest, [Missing(file)]);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return Compare(file, bytes.Length, Digest.Compute(bytes).ToString()) is { } fault
            ? throw Error(folder, manifest, [fault])
            : bytes;
    }

    /// <summary>Gets the path of a file on this machine.</summary>
    public static string GetPath(string folder, ArtifactFile file) =>
        Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    private static async Task<Fault?> CheckAsync(string folder, ArtifactFile file, CancellationToken cancellationToken)
    {
        var found = new FileInfo(GetPath(folder, file));
        if (!found.Exists)
            return Missing(file);
        if (found.Length != file.Size)
            return Compare(file, found.Length, file.Sha256);
        using var content = new FileStream(
            found.FullName,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            81_920,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
        var digest = await Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false);
        return Compare(file, found.Length, digest.ToString());
    }

    private static Fault Missing(ArtifactFile file) =>
        new(ArtifactFailure.Missing, file.Path, $"'{file.Path}' is missing, expected {file.Size} bytes");

    private static Fault? Compare(ArtifactFile file, long size, string sha256) =>
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

    private static ArtifactException Error(string folder, ArtifactManifest manifest, List<Fault> faults)
    {
        var reason = faults.Exists(fault => fault.Reason == ArtifactFailure.Missing)
            ? ArtifactFailure.Missing
            : ArtifactFailure.Damaged;
        var more = faults.Count > MostListed ? $"; and {faults.Count - MostListed} more" : "";
        // Pictures of a catalog are not in the repository: the build fetches them.
        var advice = faults.TrueForAll(fault => fault.Path.StartsWith(ArtifactPath.Media, StringComparison.Ordinal))
            ? "Run './build.sh fetch', which fetches the pictures again."
            : $"Fetch or publish {manifest.Kind} '{manifest.Name}' version '{manifest.Version}' again; a changed folder needs a version of its own.";
        return new ArtifactException(
            reason,
            $"'{folder}' is not as its manifest says: {string.Join("; ", faults.Take(MostListed).Select(fault => fault.Text))}{more}. {advice}"
        );
    }

    private readonly record struct Fault(ArtifactFailure Reason, string Path, string Text);
}
