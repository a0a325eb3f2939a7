using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>The sizes of a vision tower and how its pictures are normalised.</summary>
/// <param name="Width">The width Wv of its layers.</param>
/// <param name="Layers">The number Lv of its layers.</param>
/// <param name="Heads">The attention heads of a layer.</param>
/// <param name="ImageSize">The side S of its square input in pixels.</param>
/// <param name="PatchSize">The side of a patch in pixels.</param>
/// <param name="Mean">The mean of the three channels, of values between 0 and 1.</param>
/// <param name="Std">The deviation of the three channels.</param>
public sealed record VisionTowerProperties(
    int Width,
    int Layers,
    int Heads,
    int ImageSize,
    int PatchSize,
    float[] Mean,
    float[] Std
)
{
    /// <summary>Gets its architecture: <see cref="TowerTypes.ResNetVit"/>; null for CLIP's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    /// <summary>Gets the channels of the first stage of a ResNet; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StemWidth { get; init; }

    /// <summary>Gets the side of the grid to which a ResNet's grid is pooled; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PooledGrid { get; init; }

    /// <summary>Gets the width of the hidden layer beside the transformer; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BypassWidth { get; init; }

    /// <summary>Gets the activation of its layers; null where it is the backbone's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Activation { get; init; }

    /// <summary>Gets the epsilon of its layer normalizations; null for 1e-5.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LayerNormEpsilon { get; init; }

    /// <summary>Gets the width inside a feed-forward network; null for four times the width.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? HiddenWidth { get; init; }

    /// <summary>
    /// Gets the positions that make up a feature: patch-mean, or patch-mean-then-norm; null for the class token.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pooling { get; init; }

    /// <summary>Gets how pictures are resized; null for the short side, bicubic, to the side of the input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResizeProperties? Resize { get; init; }

    internal IEnumerable<string> Validate()
    {
        foreach (
            var error in PropertyErrors.NotPositive(
                ("vision.width", Width),
                ("vision.layers", Layers),
                ("vision.heads", Heads),
                ("vision.imageSize", ImageSize),
                ("vision.patchSize", PatchSize),
                ("vision.hiddenWidth", HiddenWidth ?? 1),
                ("vision.layerNormEpsilon", LayerNormEpsilon ?? 1),
                ("vision.stemWidth", StemWidth ?? (Type is null ? 1 : 0)),
                ("vision.pooledGrid", PooledGrid ?? (Type is null ? 1 : 0)),
                ("vision.bypassWidth", BypassWidth ?? (Type is null ? 1 : 0))
            )
        )
            yield return error;
        foreach (var error in PropertyErrors.Unknown("vision.type", Type, TowerTypes.ResNetVit))
            yield return error;
        if (PatchSize > 0 && ImageSize % PatchSize != 0)
            yield return $"vision.imageSize is {ImageSize}, expected a multiple of the patch size {PatchSize}";
        if (Mean.Length != 3 || Std.Length != 3 || Std.Any(value => !(value > 0)))
            yield return "vision.mean and vision.std are not three numbers each, deviations above 0";
        foreach (var error in Resize?.Validate(ImageSize) ?? [])
            yield return error;
    }
}
