namespace SkiaSharp;

/// <summary>What the fourth channel means.</summary>
public enum SKAlphaType
{
    Unknown = 0,

    /// <summary>Every pixel is opaque.</summary>
    Opaque = 1,

    /// <summary>The colours are multiplied by alpha.</summary>
    Premul = 2,

    /// <summary>The colours are as they were stored.</summary>
    Unpremul = 3,
}
