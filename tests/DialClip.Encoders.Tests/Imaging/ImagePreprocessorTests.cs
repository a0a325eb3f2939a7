using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests.Imaging;

public sealed class ImagePreprocessorTests
{
    // Expected bytes: Pillow's own bicubic resize of the same pattern, then the centre crop.
    [Theory]
    [InlineData(
        7,
        5,
        4,
        "0B0D0E3C1811713B14A67F17188C124999317EA752B37F7A2654185762538C709DC1419533531C645E789981B7D7CA42"
    )]
    [InlineData(
        3,
        3,
        5,
        "00000D0A000D24000C3E080B4C0E0A021C0D0E1D0F282112422B16503118085B0C165C1230601E4A6A2A587030109A0B"
            + "1E9B15389F2A52A93E60AF4914BD0A22BE173CC23056CC4964D257"
    )]
    [InlineData(
        31,
        9,
        4,
        "859665B7728F356D39905423A26272887BA7437657AD6276BF6E6E79846F5A8255BC707DC17C7C4989867A8F50BB7C87"
    )]
    [InlineData(5, 23, 3, "726F4FB37969BA848186B25FCFA8826565819B926FD983D770A887")]
    [InlineData(
        2,
        9,
        5,
        "1D120823121034152744173D4A174521220727221038252A4827434E274C2655062C55113D582D4D5A4A535A542A8306"
            + "30831141863151885057885C2FB60535B61246B93556BB565CBB63"
    )]
    [InlineData(
        4,
        7,
        4,
        "16B60D3BBB2F60CA5185E37321110D4616406B2573903EA62C6C0D5171517680959B99D937C70D5CCC6281DBB7A6F40C"
    )]
    [InlineData(
        4,
        5,
        4,
        "00000D25050D4A140D6F2D0D0B5B0D30601E556F2F7A884016B60D3BBB2F60CA5185E37321110D4616406B2573903EA6"
    )]
    public void ResizeAndCrop_Pattern_EqualsPillow(int width, int height, int size, string expected)
    {
        var resized = CreateSut(size).ResizeAndCrop(Pattern(width, height));

        Assert.Equal(expected, Convert.ToHexString(resized));
    }

    [Theory]
    [InlineData(1, 3_000_000)]
    [InlineData(3_000_000, 1)]
    public void ResizeAndCrop_VeryElongated_TakesNoMoreThanItsCentre(int width, int height)
    {
        var image = new RgbImage(width, height, new byte[3L * width * height]);
        image.Pixels.AsSpan(image.Pixels.Length / 2 - 30, 60).Fill(200);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var resized = CreateSut(8).ResizeAndCrop(image);

        Assert.All(resized, level => Assert.Equal(200, level));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void ResizeAndCrop_OneColour_StaysThatColour()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            var (width, height) = (random.Next(1, 60), random.Next(1, 60));
            byte[] colour = [(byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)];
            var image = new RgbImage(
                width,
                height,
                [.. Enumerable.Repeat(colour, width * height).SelectMany(pixel => pixel)]
            );

            var resized = CreateSut(random.Next(1, 30)).ResizeAndCrop(image);

            Assert.All(resized.Chunk(3), pixel => Assert.Equal(colour, pixel));
        }
    }

    [Fact]
    public void ToPixels_Picture_IsNormalisedPlaneByPlane()
    {
        var sut = new ImagePreprocessor(2, [0.5f, 0.25f, 0f], [0.5f, 0.25f, 2f]);
        var image = new RgbImage(2, 2, [0, 0, 0, 255, 255, 255, 51, 102, 204, 10, 20, 30]);

        var pixels = sut.ToPixels(image);

        float[] expected = [-1, 1, -0.6f, 10 / 127.5f - 1, -1, 3, 0.6f, 80 / 255f - 1, 0, 0.5f, 0.4f, 15 / 255f];
        Assert.All(expected.Zip(pixels), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(expected.Length, pixels.Length);
    }

    [Theory]
    [InlineData(0, 3, 1f)]
    [InlineData(8, 2, 1f)]
    [InlineData(8, 3, 0f)]
    [InlineData(8, 3, float.NaN)]
    public void Constructor_ImpossibleSettings_AreRefused(int size, int channels, float deviation) =>
        Assert.ThrowsAny<ArgumentException>(() =>
            new ImagePreprocessor(size, new float[channels], [.. Enumerable.Repeat(deviation, channels)])
        );

    [Fact]
    public void RgbImage_BytesThatDoNotFitTheSize_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new RgbImage(2, 2, new byte[11]));

        Assert.Contains("expected 12", error.Message, StringComparison.Ordinal);
    }

    private static ImagePreprocessor CreateSut(int size) => new(size, [0, 0, 0], [1, 1, 1]);

    private static RgbImage Pattern(int width, int height) =>
        new(
            width,
            height,
            [
                .. from y in Enumerable.Range(0, height)
                from x in Enumerable.Range(0, width)
                from level in new[] { x * 37 + y * 11, x * x * 5 + y * 91, x * y * 17 + 13 }
                select (byte)(level % 256),
            ]
        );
}
