using DialClip.Artifacts;

namespace DialClip.Training.Catalogs;

/// <summary>An index of a catalog that is in the store.</summary>
/// <param name="Path">Its path in the store.</param>
/// <param name="Head">The head.</param>
/// <param name="Encoded">The items that were encoded for it now.</param>
/// <param name="Reused">The items whose vectors were taken from an earlier index.</param>
internal sealed record BuiltIndex(string Path, ArtifactFolder Head, int Encoded, int Reused);
