namespace DialClip.Backbones.Towers;

/// <summary>The activation of a tower's feed-forward networks.</summary>
public enum Activation
{
    /// <summary>x * sigmoid(1.702 x), OpenAI's approximation of the GELU.</summary>
    QuickGelu,

    /// <summary>The exact GELU, x * P(X at most x) of a standard normal X (arXiv 1606.08415).</summary>
    Gelu,

    /// <summary>The GELU's approximation by a hyperbolic tangent (arXiv 1606.08415, section 2).</summary>
    TanhGelu,
}
