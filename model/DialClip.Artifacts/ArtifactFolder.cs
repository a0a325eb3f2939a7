using DialClip.Artifacts.Format;
using DialClip.Artifacts.Stores;
using DialClip.Shared.Errors;

namespace DialClip.Artifacts;

/// <summary>
/// An opened artifact on this machine. Files outside media/ were verified when it was opened; every file is verified
/// when it is read, so that one that has changed meanwhile is noticed.
/// </summary>
public sealed class ArtifactFolder
{
    private readonly ArtifactVerifier verifier;

    /// <summary>Creates an artifact.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="digest">The SHA-256 of the manifest's bytes.</param>
    /// <param name="localPath">The folder on this machine.</param>
    /// <param name="root">The folder that its files have to lie in, links followed: the store, or the cache.</param>
    /// <param name="isCopy">Whether the folder is a copy of a remote store's, which can be fetched again.</param>
    internal ArtifactFolder(ArtifactManifest manifest, string digest, string localPath, string root, bool isCopy)
    {
        (Manifest, Digest, LocalPath) = (manifest, digest, localPath);
        verifier = new(localPath, RealPath.Resolve(root), manifest, isCopy);
    }

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
    /// Checks that every file under media/ exists with the size that the manifest lists. Reads none of them.
    /// </summary>
    /// <exception cref="ArtifactException">At least one file is missing or of another size.</exception>
    public void RequireMedia() => verifier.RequireMedia();

    /// <summary>Reads one file and verifies its size and SHA-256.</summary>
    /// <exception cref="ArtifactException">The file is not listed, missing or damaged.</exception>
    public Task<byte[]> ReadFileAsync(string name, CancellationToken cancellationToken) =>
        verifier.ReadAsync(GetEntry(name), cancellationToken);

    /// <inheritdoc cref="ReadFileAsync"/>
    public byte[] ReadFile(string name) => verifier.Read(GetEntry(name));

    /// <summary>Copies one file and verifies its size and SHA-256, of files that are too large for memory.</summary>
    /// <param name="name">The path inside the folder, as the manifest lists it.</param>
    /// <param name="target">Where to; what it has got is not to be used when the copy fails.</param>
    /// <exception cref="ArtifactException">The file is not listed, missing or damaged.</exception>
    public void CopyFile(string name, Stream target) => verifier.Copy(GetEntry(name), target);

    /// <summary>Verifies size and SHA-256 of every file, or of those outside media/.</summary>
    /// <exception cref="ArtifactException">At least one file is missing or damaged.</exception>
    internal Task RequireAsync(bool withMedia, CancellationToken cancellationToken) =>
        verifier.RequireAsync(withMedia, cancellationToken);

    /// <summary>Opens one file, whose bytes are not verified.</summary>
    /// <exception cref="ArtifactException">The file is missing, of another size or no plain file.</exception>
    internal Stream OpenFile(ArtifactFile file) => verifier.Open(file, FileOptions.Asynchronous);

    private ArtifactFile GetEntry(string name) =>
        Manifest.Find(name)
        ?? throw new ArtifactException(
            ArtifactFailure.Missing,
            $"The manifest of {Manifest.Kind} '{Manifest.Name}' version '{Manifest.Version}' lists no file "
                + $"'{ErrorText.ToValue(name)}'; it lists {Manifest.Files.Count} others. Export the folder again."
        );
}
