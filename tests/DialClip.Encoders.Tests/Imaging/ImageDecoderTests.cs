using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests.Imaging;

public sealed class ImageDecoderTests
{
    // Each made with Pillow: red, green, blue over (10,20,30), (200,100,50), white.
    private const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAGElEQVR4nGP4z8DAAMFcInInUoz+//8PADwZB5XvwsbYAAAA"
        + "AElFTkSuQmCC";
    private const string Bmp =
        "Qk1OAAAAAAAAADYAAAAoAAAAAwAAAAIAAAABABgAAAAAABgAAADEDgAAxA4AAAAAAAAAAAAAHhQKMmTI////AAAAAAD/AP8A" + "/wAAAAAA";
    private const string WebP =
        "UklGRkIAAABXRUJQVlA4TDYAAAAvAkAAAC9AkG2zQdzr/jLTIJO2yV//dmZtZNI2rYf986+y8x9o5JGs+wYEApSx4oFtIvof" + "4wU=";
    private const string Gif = "R0lGODdhAwACAIIAAP///wD/AMhkMgoUHv8AAAAA/wAAAAAAACwAAAAAAwACAAAICQAJBCgwQACAgAA7";

    // (10,20,30) with alpha 0, (40,50,60) with alpha 128.
    private const string PngAlpha =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGPkEpFjkJOTawAAAzABGGcaDHsAAAAASUVORK5C" + "YII=";
    private const string WebPAlpha = "UklGRiAAAABXRUJQVlA4TBQAAAAvAQAAEA9wCo8reNRjAANHBSL6Hw==";
    private const string PngGrey =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNgPwEAANkA0NemIjwAAAAASUVORK5CYII=";

    // 16 x 8, left half red, right half blue, EXIF orientation 6: the left side is the top.
    private const string JpegTurned =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAMCAgMCAgMDAwME"
        + "AwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsN"
        + "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAIABADAREAAhEBAxEB"
        + "/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJx"
        + "FDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqD"
        + "hIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6"
        + "/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMi"
        + "MoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6"
        + "goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6"
        + "/9oADAMBAAIRAxEAPwDxKvyo/v08hr/VI/zaP//Z";

    [Theory]
    [InlineData(Png)]
    [InlineData(Bmp)]
    [InlineData(WebP)]
    [InlineData(Gif)]
    public void Decode_LosslessFormats_GiveTheStoredColours(string base64)
    {
        var image = ImageDecoder.Decode(Convert.FromBase64String(base64));

        Assert.Equal((3, 2), (image.Width, image.Height));
        Assert.Equal([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 200, 100, 50, 255, 255, 255], image.Pixels);
    }

    [Theory]
    [InlineData(PngAlpha)]
    [InlineData(WebPAlpha)]
    public void Decode_Alpha_IsKeptBesideTheColours(string base64)
    {
        Assert.Equal([0, 128], ImageDecoder.Decode(Convert.FromBase64String(base64)).Alpha);
    }

    [Fact]
    public void Decode_OpaquePicture_HasNoAlpha()
    {
        Assert.Null(ImageDecoder.Decode(Convert.FromBase64String(PngGrey)).Alpha);
    }

    [Theory]
    [InlineData(PngAlpha, new byte[] { 10, 20, 30, 40, 50, 60 })]
    [InlineData(WebPAlpha, new byte[] { 10, 20, 30, 40, 50, 60 })]
    [InlineData(PngGrey, new byte[] { 7, 7, 7, 200, 200, 200 })]
    public void Decode_AlphaOrGrey_GivesPlainRgb(string base64, byte[] expected)
    {
        var image = ImageDecoder.Decode(Convert.FromBase64String(base64));

        Assert.Equal(expected, image.Pixels);
    }

    [Theory]
    [InlineData("JPEG, progressive", 40)]
    [InlineData("JPEG, inks", 40)]
    [InlineData("WebP", 40)]
    [InlineData("WebP, lossless", 0)]
    public void Decode_EncodedSample_GivesItsColours(string name, int tolerance)
    {
        var image = ImageDecoder.Decode(WholePictures.All[name]);

        Assert.Equal((EncodedSamples.Width, EncodedSamples.Height), (image.Width, image.Height));
        foreach (var (x, y) in new[] { (2, 2), (13, 2), (2, 9), (13, 9) })
        {
            var (red, green, blue) = EncodedSamples.ColourAt(x, y);
            var pixel = image.Pixels.AsSpan((y * image.Width + x) * 3, 3).ToArray();
            Assert.All(
                pixel.Zip([red, green, blue]),
                pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance)
            );
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decode_PngOf16Bits_GivesTheUpper8(bool interlaced)
    {
        byte[] samples = [10, 0, 20, 0, 30, 0, 200, 0, 100, 0, 50, 0];

        var image = ImageDecoder.Decode(TinyPng.Encode(2, 1, TinyPng.Rgb, 16, samples, interlaced));

        Assert.Equal([10, 20, 30, 200, 100, 50], image.Pixels);
    }

    [Fact]
    public void Decode_TransparentColour_IsKeptAsItIsStored()
    {
        var png = TinyPng.Encode(2, 1, TinyPng.Rgb, [1, 2, 3, 4, 5, 6], false, ("tRNS", [0, 1, 0, 2, 0, 3]));

        Assert.False(ImageDecoder.ReadFacts(png).IsOpaque);
        Assert.Equal([1, 2, 3, 4, 5, 6], ImageDecoder.Decode(png).Pixels);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void Look_PngWithAnimationControl_TellsWhetherItIsAnimated(byte frames, bool isAnimated)
    {
        var png = TinyPng.Encode(1, 1, TinyPng.Grey, [7], false, ("acTL", [0, 0, 0, frames, 0, 0, 0, 0]));

        Assert.Equal(isAnimated, ImageDecoder.ReadFacts(png).IsAnimated);
    }

    [Theory]
    [InlineData("", "nothing (0 bytes)")]
    [InlineData("3C7376673E", "markup, such as SVG or HTML")]
    [InlineData("49492A0008000000", "a TIFF picture")]
    [InlineData("255044462D", "a PDF document")]
    [InlineData("424D41494C20", "6 bytes that begin with 424D41494C20")]
    public void Decode_OtherFormats_SaysWhatWasFoundAndExpected(string hex, string found)
    {
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Convert.FromHexString(hex)));

        Assert.Contains(found, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected JPEG, PNG, WebP, BMP or GIF", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Png)]
    [InlineData(WebP)]
    [InlineData(Gif)]
    [InlineData(Bmp)]
    [InlineData(JpegTurned)]
    public void Decode_RandomDamage_DecodesOrIsAFormatError(string base64)
    {
        var random = new Random(17);
        for (var round = 0; round < 300; round++)
        {
            var bytes = Convert.FromBase64String(base64);
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(12, bytes.Length)] = (byte)random.Next(256);

            var error = Record.Exception(() => ImageDecoder.Decode(bytes, new ImageLimits(MaxPixels: 1_000_000)));

            Assert.True(error is null or ImageFormatException, error?.ToString());
        }
    }

    [Fact]
    public void Decode_TooManyPixels_IsRefusedWithBothNumbers()
    {
        var error = Assert.Throws<ImageFormatException>(() =>
            ImageDecoder.Decode(Convert.FromBase64String(Png), new ImageLimits(MaxPixels: 5))
        );

        Assert.Contains("3 x 2 pixels; at most 5 in all", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_TooManyBytes_IsRefusedWithBothNumbers()
    {
        var error = Assert.Throws<ImageFormatException>(() =>
            ImageDecoder.Decode(new byte[10_000], new ImageLimits(MaxBytes: 1000))
        );

        Assert.Contains("10,000 bytes; at most 1,000 are accepted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_UnusablePicture_TellsWhatIsWrong()
    {
        var png = Convert.FromBase64String(Png);

        ImageError GetError(byte[] bytes, ImageLimits? limits = null) =>
            Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(bytes, limits)).Error;

        Assert.Equal(ImageError.NotAPicture, GetError([1, 2, 3]));
        Assert.Equal(ImageError.Damaged, GetError(png[..40]));
        Assert.Equal(ImageError.TooManyPixels, GetError(png, new ImageLimits(MaxPixels: 5)));
        Assert.Equal(ImageError.TooManyBytes, GetError(png, new ImageLimits(MaxBytes: 5)));
    }
}
