using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>The properties of a head: its sizes, thresholds and calibration.</summary>
public sealed record HeadProperties : IArtifactProperties
{
    /// <inheritdoc/>
    public static string Kind => ArtifactKinds.Model;

    /// <summary>Gets the digest of the source tensors of the backbone it was tuned on.</summary>
    public required string BackboneWeightsDigest { get; init; }

    /// <summary>Gets the number K of context prompts.</summary>
    public required int ContextPrompts { get; init; }

    /// <summary>Gets the number M of domain prompts.</summary>
    public required int DomainPrompts { get; init; }

    /// <summary>Gets the width r of the context prompt generator.</summary>
    public required int Rank { get; init; }

    /// <summary>Gets the rank of the projection experts.</summary>
    public required int ExpertRank { get; init; }

    /// <summary>Gets the maximum number of text turns of a query, the input included.</summary>
    public required int QueryTurns { get; init; }

    /// <summary>Gets the scale of cosines in the loss.</summary>
    public required double Temperature { get; init; }

    /// <summary>Gets the thresholds of the reply policy.</summary>
    public required PolicyThresholds Thresholds { get; init; }

    /// <summary>
    /// Gets how captions and words count beside pixels and cosines; null when pictures are known by their pixels alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FusionProperties? Fusion { get; init; }

    /// <summary>Gets the curves from score to probability; null when the head is not calibrated.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CalibrationProperties? Calibration { get; init; }

    /// <summary>Gets the accuracy of the export.</summary>
    public required ParityProperties Parity { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Validate() =>
        [
            .. PropertyErrors.NoDigest(("backboneWeightsDigest", BackboneWeightsDigest)),
            .. PropertyErrors.Negative(
                ("contextPrompts", ContextPrompts),
                ("domainPrompts", DomainPrompts),
                ("expertRank", ExpertRank)
            ),
            .. PropertyErrors.NotPositive(("rank", Rank), ("queryTurns", QueryTurns), ("temperature", Temperature)),
            .. Thresholds.Validate(),
            .. Fusion?.Validate() ?? [],
            .. Calibration?.Validate() ?? [],
            .. Parity.Validate(),
        ];
}
