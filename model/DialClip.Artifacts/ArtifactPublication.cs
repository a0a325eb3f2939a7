namespace DialClip.Artifacts;

/// <summary>What publishing a folder came to.</summary>
/// <param name="Digest">The digest of the folder.</param>
/// <param name="AlreadyPublished">Whether the store held exactly this folder before.</param>
/// <param name="Files">The number of files, the manifest included.</param>
public sealed record ArtifactPublication(string Digest, bool AlreadyPublished, int Files);
