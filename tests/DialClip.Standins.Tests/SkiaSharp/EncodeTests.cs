using DialClip.Testing;
using SkiaSharp;

namespace DialClip.Standins.Tests.SkiaSharp;

public sealed class EncodeTests
{
    [RequiresFact(Tool.PictureDecoders)]
    public void Encode_PngWithAlpha_KeepsEveryByte()
    {
        var pixels = Pattern(7, 5);
        using var image = SKImage.FromPixelCopy(new SKImageInfo(7, 5, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels);

        using var file = image!.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal(pixels, Decode.Rgba(file!.ToArray()));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Encode_OpaquePng_HasNoAlpha()
    {
        using var image = SKImage.FromPixelCopy(new SKImageInfo(1, 2, SKColorType.Rgba8888, SKAlphaType.Opaque), [1, 2, 3, 77, 4, 5, 6, 255]);

        using var file = image!.Encode(SKEncodedImageFormat.Png, 0);

        using var codec = SKCodec.Create(file!);
        Assert.Equal(SKAlphaType.Opaque, codec!.Info.AlphaType);
        Assert.Equal([1, 2, 3, 255, 4, 5, 6, 255], Decode.Rgba(file!.ToArray()));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Encode_MultipliedAndBlueFirst_AreConverted()
    {
        using var image = SKImage.FromPixelCopy(new SKImageInfo(2, 1, SKColorType.Bgra8888, SKAlphaType.Premul), [25, 50, 100, 128, 9, 9, 9, 0]);

        using var file = image!.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal([199, 100, 50, 128, 0, 0, 0, 0], Decode.Rgba(file!.ToArray()));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Encode_RowsFurtherApart_SkipsWhatLiesBetween()
    {
        byte[] pixels = [1, 2, 3, 4, 99, 99, 99, 99, 5, 6, 7, 8];
        using var image = SKImage.FromPixelCopy(new SKImageInfo(1, 2, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels, 8);

        using var file = image!.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Decode.Rgba(file!.ToArray()));
    }

    [RequiresTheory(Tool.PictureDecoders)]
    [InlineData(SKColorType.Rgba8888)]
    [InlineData(SKColorType.Bgra8888)]
    public void Encode_Jpeg_HasThePicturesColours(SKColorType kind)
    {
        var pixels = new byte[32 * 16 * 4];
        for (var i = 0; i < pixels.Length; i += 4)
            (pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]) = (200, 100, 30, 255);
        using var image = SKImage.FromPixelCopy(new SKImageInfo(32, 16, kind, SKAlphaType.Opaque), pixels);

        using var file = image!.Encode(SKEncodedImageFormat.Jpeg, 90);

        using var codec = SKCodec.Create(file!);
        Assert.Equal((SKEncodedImageFormat.Jpeg, 32, 16), (codec!.EncodedFormat, codec.Info.Width, codec.Info.Height));
        var (r, g, b, a) = Decode.At(Decode.Rgba(file!.ToArray()), 32, 20, 8);
        var (red, blue) = kind == SKColorType.Rgba8888 ? (200, 30) : (30, 200);
        Assert.InRange(r, red - 3, red + 3);
        Assert.InRange(g, 97, 103);
        Assert.InRange(b, blue - 3, blue + 3);
        Assert.Equal(255, a);
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Encode_JpegOfLowerQuality_IsSmallerAndQualityIsHeldInRange()
    {
        using var image = SKImage.FromPixelCopy(new SKImageInfo(64, 64, SKColorType.Rgba8888, SKAlphaType.Opaque), Pattern(64, 64));

        long[] sizes = [.. new[] { -5, 0, 50, 100, 500 }.Select(quality => image!.Encode(SKEncodedImageFormat.Jpeg, quality)!.Size)];

        Assert.Equal(sizes[0], sizes[1]);
        Assert.True(sizes[1] < sizes[2] && sizes[2] < sizes[3], string.Join(", ", sizes));
        Assert.Equal(sizes[3], sizes[4]);
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Encode_Noise_NeedsNoMoreRoomThanIsMade()
    {
        var random = new Random(3);
        foreach (var (width, height) in new[] { (1, 1), (1, 3000), (3000, 1), (257, 255) })
        {
            var pixels = new byte[width * height * 4];
            random.NextBytes(pixels);
            using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels);

            Assert.Equal(pixels, Decode.Rgba(image!.Encode(SKEncodedImageFormat.Png, 100)!.ToArray()));
            Assert.NotNull(image.Encode(SKEncodedImageFormat.Jpeg, 100));
        }
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Encode_TooLongForJpeg_IsNull()
    {
        using var image = SKImage.FromPixelCopy(new SKImageInfo(65_536, 1, SKColorType.Rgba8888, SKAlphaType.Opaque), new byte[65_536 * 4]);

        Assert.Null(image!.Encode(SKEncodedImageFormat.Jpeg, 90));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void FromPixelCopy_TooFewPixels_IsNull()
    {
        var info = new SKImageInfo(2, 2, SKColorType.Rgba8888, SKAlphaType.Opaque);

        Assert.Null(SKImage.FromPixelCopy(info, new byte[15]));
        Assert.Null(SKImage.FromPixelCopy(info, new byte[64], 7));
        Assert.Null(SKImage.FromPixelCopy(SKImageInfo.Empty, new byte[16]));
        Assert.Throws<ArgumentNullException>(() => SKImage.FromPixelCopy(info, (byte[])null!));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void FromPixelCopy_SourceChangesLater_KeepsTheCopy()
    {
        byte[] pixels = [1, 2, 3, 255];
        using var image = SKImage.FromPixelCopy(new SKImageInfo(1, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels);
        pixels[0] = 200;

        using var file = image!.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal([1, 2, 3, 255], Decode.Rgba(file!.ToArray()));
    }

    private static byte[] Pattern(int width, int height) => [.. Enumerable.Range(0, width * height * 4).Select(i => (byte)(i * 37 + i / 7))];
}
