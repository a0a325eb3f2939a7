namespace DialClip.Artifacts;

/// <summary>The result of publishing a folder.</summary>
/// <param name="Digest">The digest of the folder.</param>
/// <param name="AlreadyPublished">Whether the store held exactly this folder already.</param>
/// <param name="Files">The number of files, the manifest included.</param>
public sealed record ArtifactPublication(string Digest, bool AlreadyPublished, int Files);
