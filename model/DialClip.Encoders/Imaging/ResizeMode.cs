namespace DialClip.Encoders.Imaging;

/// <summary>The side of a picture that a resize brings to a length.</summary>
public enum ResizeMode
{
    /// <summary>The shorter side; the aspect ratio stays.</summary>
    Shortest,

    /// <summary>The longer side; the aspect ratio stays.</summary>
    Longest,

    /// <summary>Both sides; the aspect ratio is lost.</summary>
    Squash,
}
