namespace DialClip.Artifacts.Format;

/// <summary>The properties of an index: its vectors and the artifacts that they were computed from.</summary>
public sealed record IndexProperties : IArtifactProperties
{
    /// <summary>The only element type so far: IEEE half precision, little endian.</summary>
    public const string Float16 = "float16";

    /// <inheritdoc/>
    public static string Kind => ArtifactKinds.Index;

    /// <summary>Gets the digest of the catalog's folder.</summary>
    public required string CatalogDigest { get; init; }

    /// <summary>Gets the digest of the head's folder.</summary>
    public required string HeadDigest { get; init; }

    /// <summary>Gets the digest of the backbone export's folder.</summary>
    public required string BackboneDigest { get; init; }

    /// <summary>Gets the width D of the vectors.</summary>
    public required int Dimension { get; init; }

    /// <summary>Gets the number of items, each with two vectors.</summary>
    public required int Count { get; init; }

    /// <summary>Gets the type of the vectors' elements.</summary>
    public string ElementType { get; init; } = Float16;

    /// <inheritdoc/>
    public IEnumerable<string> Validate() =>
        [
            .. PropertyErrors.NoDigest(
                ("catalogDigest", CatalogDigest),
                ("headDigest", HeadDigest),
                ("backboneDigest", BackboneDigest)
            ),
            .. PropertyErrors.NotPositive(("dimension", Dimension), ("count", Count)),
            .. ElementType == Float16
                ? Array.Empty<string>()
                : [$"elementType is '{ElementType}', expected '{Float16}'"],
        ];
}
