namespace DialClip.Artifacts;

/// <summary>The reason for which a file of an artifact cannot be used.</summary>
/// <param name="Reason">The reason by which callers can branch.</param>
/// <param name="Text">The problem, as the rest of a sentence that begins with the file.</param>
internal sealed record FileProblem(ArtifactFailure Reason, string Text)
{
    public static FileProblem Missing(long? size) =>
        new(ArtifactFailure.Missing, size is null ? "is missing" : $"is missing, expected {size} bytes");

    /// <summary>Compares sizes; null where they are equal, or any is expected.</summary>
    public static FileProblem? Compare(long found, long? expected) =>
        expected is null || found == expected
            ? null
            : new(ArtifactFailure.Damaged, $"has {found} bytes, expected {expected}");

    /// <summary>Compares digests; null where they are equal.</summary>
    public static FileProblem? Compare(string found, string expected) =>
        found == expected ? null : new(ArtifactFailure.Damaged, $"has SHA-256 {found}, expected {expected}");
}
