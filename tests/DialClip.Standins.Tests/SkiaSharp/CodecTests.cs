using DialClip.Testing;
using SkiaSharp;

namespace DialClip.Standins.Tests.SkiaSharp;

public sealed class CodecTests
{
    public static TheoryData<string, SKEncodedImageFormat, SKAlphaType, int, int> Encoded => new()
    {
        { nameof(EncodedSamples.Jpeg), SKEncodedImageFormat.Jpeg, SKAlphaType.Opaque, 1, 12 },
        { nameof(EncodedSamples.ProgressiveJpeg), SKEncodedImageFormat.Jpeg, SKAlphaType.Opaque, 1, 12 },
        { nameof(EncodedSamples.InkJpeg), SKEncodedImageFormat.Jpeg, SKAlphaType.Opaque, 1, 12 },
        { nameof(EncodedSamples.Webp), SKEncodedImageFormat.Webp, SKAlphaType.Opaque, 1, 12 },
        { nameof(EncodedSamples.LosslessWebp), SKEncodedImageFormat.Webp, SKAlphaType.Unpremul, 1, 0 },
        { nameof(EncodedSamples.AnimatedWebp), SKEncodedImageFormat.Webp, SKAlphaType.Unpremul, 2, 0 },
    };

    internal static byte[] Sample(string name) => (byte[])typeof(EncodedSamples).GetProperty(name)!.GetValue(null)!;

    [RequiresTheory(Tool.PictureDecoders)]
    [MemberData(nameof(Encoded))]
    public void Decode_Encoded_HasItsColours(string name, SKEncodedImageFormat format, SKAlphaType alpha, int frames, int tolerance)
    {
        using var data = SKData.CreateCopy(Sample(name));
        using var codec = SKCodec.Create(data);

        Assert.NotNull(codec);
        Assert.Equal((EncodedSamples.Width, EncodedSamples.Height), (codec.Info.Width, codec.Info.Height));
        Assert.Equal((format, alpha, frames), (codec.EncodedFormat, codec.Info.AlphaType, codec.FrameCount));
        var pixels = Decode.Rgba(Sample(name));
        for (var y = 0; y < EncodedSamples.Height; y++)
        {
            for (var x = 0; x < EncodedSamples.Width; x++)
            {
                var (r, g, b, a) = Decode.At(pixels, EncodedSamples.Width, x, y);
                var colour = EncodedSamples.ColourAt(x, y);
                Assert.Equal(alpha == SKAlphaType.Opaque ? 255 : EncodedSamples.AlphaAt(x), a);
                // Where nothing is seen, an animation's encoder may drop the colour; lossy ones blur the borders.
                if ((a > 0 || frames == 1) && (tolerance == 0 || (x is < 5 or > 10 && y is < 3 or > 8)))
                    Assert.True(Math.Max(Math.Abs(r - colour.R), Math.Max(Math.Abs(g - colour.G), Math.Abs(b - colour.B))) <= tolerance, $"({x}, {y}): {(r, g, b)}");
            }
        }
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void EncodedOrigin_OfExifInWebp_IsTold()
    {
        using var codec = SKCodec.Create(new MemoryStream(EncodedSamples.TurnedWebp));

        Assert.Equal((SKEncodedOrigin.RightTop, EncodedSamples.Width), (codec!.EncodedOrigin, codec.Info.Width));
        Assert.Equal(Decode.Rgba(EncodedSamples.LosslessWebp), Decode.Rgba(EncodedSamples.TurnedWebp));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void EncodedOrigin_OfExif_IsTold()
    {
        using var data = SKData.CreateCopy(EncodedSamples.Jpeg);
        using var codec = SKCodec.Create(data);
        using var plain = SKCodec.Create(new MemoryStream(EncodedSamples.ProgressiveJpeg));

        Assert.Equal(SKEncodedOrigin.RightTop, codec!.EncodedOrigin);
        Assert.Equal(SKEncodedOrigin.Default, plain!.EncodedOrigin);
    }

    [RequiresTheory(Tool.PictureDecoders)]
    [InlineData(TinyPng.Grey)]
    [InlineData(TinyPng.GreyAlpha)]
    [InlineData(TinyPng.Rgb)]
    [InlineData(TinyPng.Rgba)]
    public void Decode_PngOfEveryKind_GivesTheStoredSamples(byte kind)
    {
        var channels = kind switch { TinyPng.Grey => 1, TinyPng.GreyAlpha => 2, TinyPng.Rgb => 3, _ => 4 };
        var samples = Enumerable.Range(0, 11 * 9 * channels).Select(i => (byte)(i * 37)).ToArray();
        // A gamma of 1 would brighten the picture, were colours converted.
        (string, byte[]) gamma = ("gAMA", [0, 1, 0x86, 0xA0]);

        foreach (var interlaced in new[] { false, true })
        {
            var pixels = Decode.Rgba(TinyPng.Encode(11, 9, kind, samples, interlaced, gamma));

            for (var i = 0; i < 99; i++)
            {
                var stored = samples.AsSpan(i * channels, channels);
                byte[] expected = channels <= 2
                    ? [stored[0], stored[0], stored[0], channels == 2 ? stored[1] : (byte)255]
                    : [stored[0], stored[1], stored[2], channels == 4 ? stored[3] : (byte)255];
                Assert.Equal(expected, pixels[(i * 4)..(i * 4 + 4)]);
            }
        }
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_IndexedPng_KeepsTheColourOfTransparentPixels()
    {
        var file = TinyPng.Encode(3, 1, TinyPng.Indexed, [2, 0, 1], false, ("PLTE", [10, 20, 30, 40, 50, 60, 70, 80, 90]), ("tRNS", [0, 128]));

        Assert.Equal([70, 80, 90, 255, 10, 20, 30, 0, 40, 50, 60, 128], Decode.Rgba(file));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void GetPixels_OtherKindsOfPixels_AreConverted()
    {
        using var data = SKData.CreateCopy(TinyPng.Encode(1, 1, TinyPng.Rgba, [200, 100, 50, 128]));
        using var codec = SKCodec.Create(data);

        Assert.Equal(SKCodecResult.Success, codec!.GetPixels(new SKImageInfo(1, 1, SKColorType.Bgra8888, SKAlphaType.Unpremul), out var blueFirst));
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Premul), out var premultiplied));

        Assert.Equal([50, 100, 200, 128], blueFirst);
        Assert.Equal([100, 50, 25, 128], premultiplied);
        Assert.Equal(SKCodecResult.InvalidConversion, codec.GetPixels(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Opaque), out _));
        Assert.Equal(SKCodecResult.InvalidScale, codec.GetPixels(new SKImageInfo(2, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul), out _));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Bitmap_Decode_IsPremultiplied()
    {
        using var bitmap = SKBitmap.Decode(TinyPng.Encode(1, 1, TinyPng.Rgba, [200, 200, 200, 128]));

        Assert.NotNull(bitmap);
        Assert.Equal((1, 1, SKAlphaType.Premul), (bitmap.Width, bitmap.Height, bitmap.AlphaType));
        Assert.Equal([100, 100, 100, 128], bitmap.Bytes);
        Assert.Null(SKBitmap.Decode([1, 2, 3]));
    }

    [Fact]
    public void Data_FromAnySource_HoldsTheBytes()
    {
        byte[] bytes = [1, 2, 3];
        using var copy = SKData.CreateCopy(bytes);
        using var read = SKData.Create(new MemoryStream(bytes));

        Assert.Equal(3, copy.Size);
        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(bytes, read.AsSpan().ToArray());
        Assert.True(SKData.CreateCopy(ReadOnlySpan<byte>.Empty).IsEmpty);
    }
}
