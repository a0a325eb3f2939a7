namespace SkiaSharp;

/// <summary>How a pixel lies in memory. The real package has more kinds; those that cannot be decoded to here are absent.</summary>
public enum SKColorType
{
    Unknown = 0,

    /// <summary>Red, green, blue, alpha, a byte each.</summary>
    Rgba8888 = 4,

    /// <summary>Red, green, blue, and a byte of no meaning.</summary>
    Rgb888x = 5,

    /// <summary>Blue, green, red, alpha, a byte each.</summary>
    Bgra8888 = 6,
}
