namespace SkiaSharp;

/// <summary>The size of a picture and how its pixels lie in memory.</summary>
public struct SKImageInfo : IEquatable<SKImageInfo>
{
    /// <summary>No picture.</summary>
    public static readonly SKImageInfo Empty;

    /// <summary>The usual pixels of this platform.</summary>
    public static readonly SKColorType PlatformColorType = OperatingSystem.IsWindows() ? SKColorType.Bgra8888 : SKColorType.Rgba8888;

    /// <summary>Describes a picture of the platform's pixels, premultiplied.</summary>
    public SKImageInfo(int width, int height)
        : this(width, height, PlatformColorType, SKAlphaType.Premul)
    {
    }

    /// <summary>Describes a picture, premultiplied.</summary>
    public SKImageInfo(int width, int height, SKColorType colorType)
        : this(width, height, colorType, SKAlphaType.Premul)
    {
    }

    /// <summary>Describes a picture of the platform's pixels.</summary>
    public SKImageInfo(int width, int height, SKAlphaType alphaType)
        : this(width, height, PlatformColorType, alphaType)
    {
    }

    /// <summary>Describes a picture.</summary>
    public SKImageInfo(int width, int height, SKColorType colorType, SKAlphaType alphaType)
    {
        Width = width;
        Height = height;
        ColorType = colorType;
        AlphaType = alphaType;
    }

    /// <summary>Gets or sets the width in pixels.</summary>
    public int Width { get; set; }

    /// <summary>Gets or sets the height in pixels.</summary>
    public int Height { get; set; }

    /// <summary>Gets or sets how a pixel lies in memory.</summary>
    public SKColorType ColorType { get; set; }

    /// <summary>Gets or sets what the fourth channel means.</summary>
    public SKAlphaType AlphaType { get; set; }

    /// <summary>Gets the bytes of a pixel.</summary>
    public readonly int BytesPerPixel => ColorType == SKColorType.Unknown ? 0 : 4;

    /// <summary>Gets the bits of a pixel.</summary>
    public readonly int BitsPerPixel => BytesPerPixel * 8;

    /// <summary>Gets the bytes of the picture; wraps around beyond 2 GiB, unlike <see cref="BytesSize64"/>.</summary>
    public readonly int BytesSize => unchecked(Width * Height * BytesPerPixel);

    /// <summary>Gets the bytes of the picture.</summary>
    public readonly long BytesSize64 => (long)Width * Height * BytesPerPixel;

    /// <summary>Gets the bytes of a row; wraps around beyond 2 GiB, unlike <see cref="RowBytes64"/>.</summary>
    public readonly int RowBytes => unchecked(Width * BytesPerPixel);

    /// <summary>Gets the bytes of a row.</summary>
    public readonly long RowBytes64 => (long)Width * BytesPerPixel;

    /// <summary>Gets whether there is no pixel.</summary>
    public readonly bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>Gets whether every pixel is opaque.</summary>
    public readonly bool IsOpaque => AlphaType == SKAlphaType.Opaque;

    public static bool operator ==(SKImageInfo left, SKImageInfo right) => left.Equals(right);

    public static bool operator !=(SKImageInfo left, SKImageInfo right) => !left.Equals(right);

    /// <summary>Gets the same but for the size.</summary>
    public readonly SKImageInfo WithSize(int width, int height) => new(width, height, ColorType, AlphaType);

    /// <summary>Gets the same but for the colour type.</summary>
    public readonly SKImageInfo WithColorType(SKColorType newColorType) => new(Width, Height, newColorType, AlphaType);

    /// <summary>Gets the same but for the alpha type.</summary>
    public readonly SKImageInfo WithAlphaType(SKAlphaType newAlphaType) => new(Width, Height, ColorType, newAlphaType);

    /// <inheritdoc/>
    public readonly bool Equals(SKImageInfo obj) => (Width, Height, ColorType, AlphaType) == (obj.Width, obj.Height, obj.ColorType, obj.AlphaType);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is SKImageInfo other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Width, Height, ColorType, AlphaType);
}
