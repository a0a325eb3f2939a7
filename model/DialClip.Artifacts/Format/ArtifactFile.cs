namespace DialClip.Artifacts.Format;

/// <summary>A file of an artifact folder, as its manifest names it.</summary>
/// <param name="Path">The path inside the folder, with forward slashes.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record ArtifactFile(string Path, long Size, string Sha256);
