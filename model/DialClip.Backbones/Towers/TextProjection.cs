namespace DialClip.Backbones.Towers;

/// <summary>What follows the mean over the tokens in a BERT tower.</summary>
public enum TextProjection
{
    /// <summary>Nothing: the width is the dimension of the joint space.</summary>
    None,

    /// <summary>A linear layer without bias.</summary>
    Linear,

    /// <summary>A linear layer with bias.</summary>
    LinearWithBias,

    /// <summary>
    /// Two linear layers without bias, an exact GELU between; the width between is the mean of both ends, rounded down.
    /// </summary>
    Mlp,
}
