using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>The properties of a backbone: the sizes and the export of its two towers.</summary>
public sealed record BackboneProperties : IArtifactProperties
{
    /// <inheritdoc/>
    public static string Kind => ArtifactKinds.Backbone;

    /// <summary>Gets the backbone's name, the same in every precision.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the precision of this export, one of <see cref="BackbonePrecisions"/>.</summary>
    public required string Precision { get; init; }

    /// <summary>Gets the SHA-256 over the source tensors, the same in every precision; heads name it.</summary>
    public required string WeightsDigest { get; init; }

    /// <summary>Gets the joint width D of the features.</summary>
    public required int Dimension { get; init; }

    /// <summary>Gets the activation of the towers, such as quick_gelu.</summary>
    public required string Activation { get; init; }

    /// <summary>Gets the natural logarithm of the scale of cosines.</summary>
    public required double LogitScale { get; init; }

    /// <summary>Gets the sizes of the text tower.</summary>
    public required TextTowerProperties Text { get; init; }

    /// <summary>Gets the sizes of the vision tower.</summary>
    public required VisionTowerProperties Vision { get; init; }

    /// <summary>Gets the accuracy of the export; null where nothing else than the graphs computes the model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ParityProperties? Parity { get; init; }

    /// <summary>
    /// Gets whether the vision tower recognizes what it was never taught the name of, as a CLIP of many million
    /// captioned pictures does; null where the manifest does not say.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? OpenVocabulary { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Validate() =>
        [
            .. PropertyErrors.Empty(("id", Id), ("activation", Activation)),
            .. BackbonePrecisions.All.Contains(Precision)
                ? Array.Empty<string>()
                : [$"precision is '{Precision}', expected {string.Join(" or ", BackbonePrecisions.All)}"],
            .. PropertyErrors.NoDigest(("weightsDigest", WeightsDigest)),
            .. PropertyErrors.NotPositive(("dimension", Dimension)),
            .. Text.Validate(),
            .. Vision.Validate(),
            .. Parity?.Validate() ?? [],
        ];
}
