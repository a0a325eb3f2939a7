namespace DialClip.Model.Imaging;

/// <summary>A picture as interleaved 8-bit RGB and alpha, the colours not multiplied by it; rows from the top, 4 bytes a pixel without padding.</summary>
/// <param name="Width">The width in pixels, at least 1.</param>
/// <param name="Height">The height in pixels, at least 1.</param>
/// <param name="Pixels">Height x Width x 4 bytes.</param>
/// <param name="IsOpaque">Whether every alpha is 255.</param>
internal sealed record RgbaImage(int Width, int Height, byte[] Pixels, bool IsOpaque);
