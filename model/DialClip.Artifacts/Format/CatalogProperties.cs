namespace DialClip.Artifacts.Format;

/// <summary>What the manifest of a catalog says about its items.</summary>
public sealed record CatalogProperties : IArtifactProperties
{
    /// <inheritdoc/>
    public static string Kind => ArtifactKinds.Catalog;

    /// <summary>Gets the number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Gets the licence of its pictures and texts.</summary>
    public required string License { get; init; }

    /// <summary>Gets where the pictures come from, with versions.</summary>
    public string Source { get; init; } = "";

    /// <inheritdoc/>
    public IEnumerable<string> Validate() =>
        [.. PropertyErrors.NotPositive(("items", Items)), .. PropertyErrors.Empty(("license", License))];
}
