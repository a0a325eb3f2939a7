namespace DialClip.Artifacts.Format;

/// <summary>The properties of a catalog: the number and the origin of its items.</summary>
public sealed record CatalogProperties : IArtifactProperties
{
    /// <inheritdoc/>
    public static string Kind => ArtifactKinds.Catalog;

    /// <summary>Gets the number of items.</summary>
    public required int Items { get; init; }

    /// <summary>Gets the licence of its pictures and texts.</summary>
    public required string License { get; init; }

    /// <summary>Gets the sources of the pictures, with versions.</summary>
    public string Source { get; init; } = "";

    /// <inheritdoc/>
    public IEnumerable<string> Validate() =>
        [.. PropertyErrors.NotPositive(("items", Items)), .. PropertyErrors.Empty(("license", License))];
}
