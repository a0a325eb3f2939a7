namespace DialClip.Encoders.Imaging;

/// <summary>A picture as interleaved 8-bit RGB, rows from the top, 3 bytes a pixel without padding.</summary>
/// <param name="Width">The width in pixels, at least 1.</param>
/// <param name="Height">The height in pixels, at least 1.</param>
/// <param name="Pixels">Height x Width x 3 bytes.</param>
public sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Gets the bytes of the picture; their number is checked against its size.</summary>
    public byte[] Pixels { get; } =
        Width > 0 && Height > 0 && Pixels is not null && Pixels.LongLength == 3L * Width * Height
            ? Pixels
            : throw new ArgumentException(
                $"{Pixels?.LongLength ?? 0} bytes do not make a picture of {Width} x {Height} RGB pixels; "
                    + $"expected {3L * Width * Height}.",
                nameof(Pixels)
            );

    /// <summary>Gets the alpha, Height x Width bytes, 0 for transparent; null for an opaque picture.</summary>
    /// <exception cref="ArgumentException">Its size is not the picture's.</exception>
    public byte[]? Alpha
    {
        get;
        init =>
            field =
                value is null || value.LongLength == (long)Width * Height
                    ? value
                    : throw new ArgumentException(
                        $"{value.Length} bytes are not the alpha of a picture of {Width} x {Height} pixels.",
                        nameof(value)
                    );
    }

    /// <summary>Creates the opaque picture in front of a grey background.</summary>
    /// <param name="level">The level of the background, 0 (black) to 255 (white).</param>
    internal RgbImage BlendOn(byte level)
    {
        if (Alpha is null)
            return this;
        var blended = new byte[Pixels.Length];
        for (var i = 0; i < blended.Length; i++)
        {
            var alpha = Alpha[i / 3];
            blended[i] = (byte)((Pixels[i] * alpha + level * (255 - alpha) + 127) / 255);
        }
        return new(Width, Height, blended);
    }
}
