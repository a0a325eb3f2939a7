using DialClip.Encoders.Imaging;
using SkiaSharp;

namespace DialClip.Encoders.Tests.Imaging;

public sealed class PictureRenditionTests
{
    private const int Plenty = 10_000_000;

    [Theory]
    [InlineData(300, 200, 100, 100, 67)]
    [InlineData(200, 300, 100, 67, 100)]
    [InlineData(300, 1, 100, 100, 1)]
    [InlineData(100, 80, 100, 100, 80)]
    [InlineData(30, 20, 100, 30, 20)]
    public void Make_AnyShape_FitsAndIsNeverEnlarged(
        int width,
        int height,
        int edge,
        int expectedWidth,
        int expectedHeight
    )
    {
        foreach (var format in new[] { PictureFormat.Png, PictureFormat.Jpeg })
        {
            var rendition = Create(Png(width, height, (x, y) => [(byte)x, (byte)y, 7, 255]), format, edge);

            var facts = ImageDecoder.ReadFacts(rendition);
            Assert.Equal((expectedWidth, expectedHeight), (facts.Width, facts.Height));
            Assert.Equal(format == PictureFormat.Jpeg, rendition is [0xFF, 0xD8, ..]);
        }
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Make_FineCheckerboard_BecomesGrey(SKEncodedImageFormat format)
    {
        // Pixels that are left out instead of averaged would come out black, white or striped.
        var file = Encode(600, 600, (x, y) => (x + y) % 2 == 0 ? [255, 255, 255, 255] : [0, 0, 0, 255], format);

        var rendition = ImageDecoder.Decode(Create(file, PictureFormat.Png, 100));

        Assert.All(rendition.Pixels, level => Assert.InRange(level, 110, 145));
    }

    [Fact]
    public void Make_TransparentSurroundings_LendNoColourToWhatIsSeen()
    {
        // A white disc on transparent black: multiplied wrongly, its rim would turn grey.
        var file = Png(
            200,
            200,
            (x, y) => (x - 100) * (x - 100) + (y - 100) * (y - 100) < 6400 ? [255, 255, 255, 255] : [0, 0, 0, 0]
        );

        var rendition = DecodeRgba(Create(file, PictureFormat.Png, 50));

        var alphas = rendition.Where((_, i) => i % 4 == 3).ToList();
        Assert.Contains((byte)0, alphas);
        Assert.Contains((byte)255, alphas);
        Assert.Contains(alphas, alpha => alpha is > 20 and < 235);
        Assert.All(rendition.Chunk(4).Where(pixel => pixel[3] > 20), pixel => Assert.InRange(pixel[0], 240, 255));
    }

    [Fact]
    public void Make_SmallTransparentPng_KeepsWhatIsSeen()
    {
        var file = Png(5, 4, (x, y) => [(byte)(x * 50), (byte)(y * 60), 9, (byte)(x * 60)]);

        var rendition = DecodeRgba(Create(file, PictureFormat.Png, 1024));

        foreach (var (expected, pixel) in DecodeRgba(file).Chunk(4).Zip(rendition.Chunk(4)))
        {
            Assert.Equal(expected[3], pixel[3]);
            // Colours go through their product with alpha, so the less is seen of them, the less exact they are.
            Assert.All(
                expected.Zip(pixel).Take(3),
                pair => Assert.InRange((pair.First - pair.Second) * pixel[3] / 255.0, -1, 1)
            );
        }
    }

    [Fact]
    public void Make_JpegOfTransparentPicture_IsOnWhite()
    {
        var rendition = ImageDecoder.Decode(Create(Png(64, 64, (_, _) => [0, 0, 0, 0]), PictureFormat.Jpeg, 64));

        Assert.All(rendition.Pixels, level => Assert.InRange(level, 252, 255));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Make_TooManyBytes_BecomesSmallerUntilItFits(bool jpeg)
    {
        var random = new Random(4);
        var file = Png(
            400,
            300,
            (_, _) => [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), 255]
        );
        var format = jpeg ? PictureFormat.Jpeg : PictureFormat.Png;

        var rendition = PictureRendition.Create(file, format, 400, 30_000, CancellationToken.None);

        Assert.InRange(rendition.Length, 5_000, 30_000);
        Assert.InRange(ImageDecoder.ReadFacts(rendition).Width, 64, 399);
    }

    [Fact]
    public void Make_SameFile_GivesTheSameBytes()
    {
        var file = Png(300, 200, (x, y) => [(byte)(x * y), (byte)x, (byte)y, (byte)(x + y)]);

        Assert.Equal(Create(file, PictureFormat.Png, 128), Create(file, PictureFormat.Png, 128));
        Assert.Equal(Create(file, PictureFormat.Jpeg, 128), Create(file, PictureFormat.Jpeg, 128));
    }

    [Fact]
    public void Make_CannotBeMadeThatSmall_SaysSo()
    {
        var error = Assert.Throws<ImageFormatException>(() =>
            PictureRendition.Create(
                Png(200, 200, (x, y) => [(byte)x, (byte)y, 0, 255]),
                PictureFormat.Png,
                100,
                20,
                CancellationToken.None
            )
        );

        Assert.Contains(
            "200 x 200 pixels has more than 20 bytes even with 64 pixels a side",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(70_000, 1, 100, 1)]
    [InlineData(1, 70_000, 1, 100)]
    public void Make_Stripe_KeepsOnePixel(int width, int height, int expectedWidth, int expectedHeight)
    {
        var file = Png(width, height, (_, _) => [40, 50, 60, 255]);

        var rendition = ImageDecoder.Decode(Create(file, PictureFormat.Png, 100));

        Assert.Equal((expectedWidth, expectedHeight), (rendition.Width, rendition.Height));
        Assert.All(rendition.Pixels.Chunk(3), pixel => Assert.Equal([40, 50, 60], pixel));
    }

    [Fact]
    public void Make_DamagedFile_IsAFormatError()
    {
        var file = Png(300, 200, (x, y) => [(byte)(x * y), (byte)x, (byte)y, 255]);

        Assert.Throws<ImageFormatException>(() => Create(file[..(file.Length / 2)], PictureFormat.Png, 100));
        Assert.Throws<ImageFormatException>(() => Create("<svg/>"u8.ToArray(), PictureFormat.Png, 100));
    }

    [Fact]
    public void Look_Picture_SaysWhatTheHeaderSays()
    {
        Assert.Equal(
            new PictureFacts(30, 20, IsOpaque: true, IsAnimated: false),
            ImageDecoder.ReadFacts(Encode(30, 20, (_, _) => [1, 2, 3, 255], SKEncodedImageFormat.Jpeg))
        );
        Assert.Equal(
            new PictureFacts(3, 4, IsOpaque: false, IsAnimated: false),
            ImageDecoder.ReadFacts(Png(3, 4, (_, _) => [1, 2, 3, 255]))
        );
        Assert.Throws<ImageFormatException>(() => ImageDecoder.ReadFacts("nothing"u8));
    }

    private static byte[] DecodeRgba(byte[] file)
    {
        using var opened = PictureFile.Open(file, ImageLimits.Default);
        using var pixels = opened.Decode(SKAlphaType.Unpremul);
        return pixels.GetPixelSpan().ToArray();
    }

    private static byte[] Create(byte[] file, PictureFormat format, int edge) =>
        PictureRendition.Create(file, format, edge, Plenty, CancellationToken.None);

    private static byte[] Png(int width, int height, Func<int, int, byte[]> pixel) =>
        Encode(width, height, pixel, SKEncodedImageFormat.Png);

    private static byte[] Encode(int width, int height, Func<int, int, byte[]> pixel, SKEncodedImageFormat format)
    {
        var pixels = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
            pixel(i % width, i / width).CopyTo(pixels, i * 4);
        using var image = SKImage.FromPixelCopy(
            new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul),
            pixels
        );
        using var data = image!.Encode(format, 95);
        return data!.ToArray();
    }
}
