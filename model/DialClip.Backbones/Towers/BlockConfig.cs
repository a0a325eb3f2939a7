namespace DialClip.Backbones.Towers;

/// <summary>The dimensions and options of a tower's transformer blocks.</summary>
/// <param name="Width">W, the width of a position.</param>
/// <param name="Layers">L, the number of blocks.</param>
/// <param name="Heads">The number of attention heads.</param>
/// <param name="HiddenWidth">H, the width between the two layers of a feed-forward network.</param>
/// <param name="Activation">The activation between them.</param>
/// <param name="LayerNormEpsilon">The epsilon of layer normalization.</param>
public sealed record BlockConfig(
    int Width,
    int Layers,
    int Heads,
    int HiddenWidth,
    Activation Activation,
    double LayerNormEpsilon
)
{
    /// <summary>The epsilon of OpenAI's models, and the default of both layouts.</summary>
    public const double DefaultEpsilon = 1e-5;

    /// <summary>The most blocks: the weights of more than any CLIP has are not even named.</summary>
    public const int MaxLayers = 1000;

    /// <summary>Determines whether every value is in range.</summary>
    public bool IsValid =>
        Width > 0
        && Layers is > 0 and <= MaxLayers
        && Heads > 0
        && Width % Heads == 0
        && HiddenWidth > 0
        && double.IsFinite(LayerNormEpsilon)
        && LayerNormEpsilon >= 0;
}
