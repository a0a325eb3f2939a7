using DialClip.Artifacts.Format;

namespace DialClip.Artifacts;

/// <summary>
/// An opened artifact on this machine. Files outside media/ are verified; one under media/ is verified when it is read.
/// </summary>
public sealed class ArtifactFolder
{
    private readonly bool isCopy;

    /// <summary>Creates an artifact.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="digest">The SHA-256 of the manifest's bytes.</param>
    /// <param name="localPath">The folder on this machine.</param>
    /// <param name="isCopy">Whether the folder is a copy of a remote store's, which can be fetched again.</param>
    internal ArtifactFolder(ArtifactManifest manifest, string digest, string localPath, bool isCopy) =>
        (Manifest, Digest, LocalPath, this.isCopy) = (manifest, digest, localPath, isCopy);

    /// <summary>Gets the manifest.</summary>
    public ArtifactManifest Manifest { get; }

    /// <summary>Gets the SHA-256 of the manifest's bytes, which names the whole folder.</summary>
    public string Digest { get; }

    /// <summary>Gets the folder on this machine.</summary>
    public string LocalPath { get; }

    /// <summary>Gets the properties of the artifact's kind, validated.</summary>
    /// <exception cref="ArtifactException">
    /// The folder is of another kind, or a property is missing or out of range.
    /// </exception>
    public T Properties<T>()
        where T : class, IArtifactProperties => Manifest.ReadProperties<T>();

    /// <summary>
    /// Gets the path on this machine of a file that the manifest lists; one under media/ may still be unverified.
    /// </summary>
    /// <exception cref="ArtifactException">The manifest does not list it.</exception>
    public string FilePath(string name) => ArtifactVerifier.GetPath(LocalPath, GetEntry(name));

    /// <summary>
    /// Checks that every file under media/ exists with the size that the manifest lists. Reads none of them.
    /// </summary>
    /// <exception cref="ArtifactException">At least one file is missing or of another size.</exception>
    public void RequireMedia() => ArtifactVerifier.RequireMedia(LocalPath, Manifest, isCopy);

    /// <summary>Reads one file and verifies its size and SHA-256.</summary>
    /// <exception cref="ArtifactException">The file is not listed, missing or damaged.</exception>
    public Task<byte[]> ReadFileAsync(string name, CancellationToken cancellationToken) =>
        ArtifactVerifier.ReadAsync(LocalPath, Manifest, GetEntry(name), isCopy, cancellationToken);

    private ArtifactFile GetEntry(string name) =>
        Manifest.Find(name)
        ?? throw new ArtifactException(
            ArtifactFailure.Missing,
            $"The manifest of {Manifest.Kind} '{Manifest.Name}' version '{Manifest.Version}' lists no file "
                + $"'{name}'; it lists {Manifest.Files.Count} others. Export the folder again."
        );
}
