using SkiaSharp;

namespace DialClip.Bot.Tests.Teams;

/// <summary>What Teams asks of an app's two icons.</summary>
public sealed class IconTests
{
    private static readonly (byte R, byte G, byte B) White = (255, 255, 255);

    [Fact]
    public void Color_Decoded_IsOpaqueAndDrawnInTheMiddle()
    {
        var pixels = Decode("color.png", 192);

        Assert.All(pixels, pixel => Assert.Equal(255, pixel.Alpha));
        // Teams wants 48 pixels free on every side, because it crops them.
        Assert.All(pixels.Where(pixel => pixel.FromEdge < 48), pixel => Assert.Equal((0x36, 0x54, 0xc6), pixel.Color));
        Assert.Contains(pixels, pixel => pixel.Color == White);
    }

    [Fact]
    public void Outline_Decoded_IsWhiteAndTransparentOnly()
    {
        var pixels = Decode("outline.png", 32);

        Assert.All(pixels.Where(pixel => pixel.Alpha > 0), pixel => Assert.Equal(White, pixel.Color));
        Assert.InRange(pixels.Count(pixel => pixel.Alpha == 0), 400, 800);
        Assert.Contains(pixels, pixel => pixel.Alpha == 255);
    }

    private static List<(byte Alpha, (byte R, byte G, byte B) Color, int FromEdge)> Decode(string name, int size)
    {
        using var codec = SKCodec.Create(
            new MemoryStream(File.ReadAllBytes(Path.Combine(AppPackage.Sources, "icons", name)))
        );
        Assert.NotNull(codec);
        Assert.Equal(
            (SKEncodedImageFormat.Png, size, size),
            (codec.EncodedFormat, codec.Info.Width, codec.Info.Height)
        );
        // Premultiplied colours would not say how white a half transparent pixel is.
        Assert.Equal(
            SKCodecResult.Success,
            codec.GetPixels(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Unpremul), out var rgba)
        );
        return
        [
            .. from y in Enumerable.Range(0, size)
            from x in Enumerable.Range(0, size)
            let at = 4 * ((y * size) + x)
            select (
                rgba[at + 3],
                (rgba[at], rgba[at + 1], rgba[at + 2]),
                Math.Min(Math.Min(x, y), size - 1 - Math.Max(x, y))
            ),
        ];
    }
}
