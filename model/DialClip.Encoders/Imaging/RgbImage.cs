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
}
