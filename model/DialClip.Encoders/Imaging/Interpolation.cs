namespace DialClip.Encoders.Imaging;

/// <summary>The kernel of a resize, stretched where the picture shrinks (antialiased), as Pillow does.</summary>
public enum Interpolation
{
    /// <summary>A cubic convolution over two pixels to each side, a = -0.5.</summary>
    Bicubic,

    /// <summary>A triangle over one pixel to each side.</summary>
    Bilinear,
}
