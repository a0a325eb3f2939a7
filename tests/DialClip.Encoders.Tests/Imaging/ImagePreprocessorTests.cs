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

    // A pixel of 200 with alpha 51, a fifth, on white: 200 / 5 + 255 x 4 / 5 = 244.
    [Theory]
    [InlineData(null, 200)]
    [InlineData((byte)255, 244)]
    [InlineData((byte)0, 40)]
    public void ResizeAndCrop_TransparentPicture_BlendsItWithTheBackgroundIfThereIsOne(byte? background, byte expected)
    {
        var picture = new RgbImage(2, 2, [.. Enumerable.Repeat((byte)200, 12)]) { Alpha = [51, 51, 51, 51] };
        var sut = new ImagePreprocessor(
            2,
            [0, 0, 0],
            [1, 1, 1],
            PictureResize.CreateDefault(2) with
            {
                Background = background,
            }
        );

        Assert.All(sut.ResizeAndCrop(picture), level => Assert.Equal(expected, level));
    }

    [Fact]
    public void Alpha_OfAnotherSize_Throws()
    {
        Assert.Throws<ArgumentException>(() => new RgbImage(2, 1, new byte[6]) { Alpha = [1] });
    }

    // Expected bytes: Pillow's own resize of the same pattern, then open_clip's crop or border.
    [Theory]
    [InlineData(
        7,
        5,
        4,
        ResizeMode.Squash,
        4,
        Interpolation.Bilinear,
        0,
        "161A0F502F1694661ECE8D2423841A5D993FA1836CDB60912F5924696E68AD589BE7836F3C582F766D91BAA47090896D"
    )]
    [InlineData(
        9,
        5,
        4,
        ResizeMode.Squash,
        6,
        Interpolation.Bicubic,
        0,
        "474F22817D35C2B9469B4C5850B83B8A9F64CB5798A454D05A8C5393739DD63890B687AB63286F9E55BCD9A348947354"
    )]
    [InlineData(
        5,
        13,
        4,
        ResizeMode.Shortest,
        6,
        Interpolation.Bilinear,
        0,
        "54B54F73BF9791CF75B0B0285E265A7D30AE9B4099BA5859687564877FC5A58FBDC4A78971C47090CE70AE9073CD3A89"
    )]
    [InlineData(
        9,
        5,
        4,
        ResizeMode.Longest,
        4,
        Interpolation.Bicubic,
        7,
        "070707070707070707070707225317736D38C5785C418E623C60348F7A93C07F79476F92070707070707070707070707"
    )]
    [InlineData(
        3,
        8,
        5,
        ResizeMode.Longest,
        5,
        Interpolation.Bilinear,
        0,
        "00000013270F413318000000000000000000238219518E42000000000000000000354B2463576E000000000000000000"
            + "468D2D749999000000000000000000565A378466C3000000000000"
    )]
    public void ResizeAndCrop_OtherResizes_EqualPillow(
        int width,
        int height,
        int size,
        ResizeMode mode,
        int length,
        Interpolation interpolation,
        byte fill,
        string expected
    )
    {
        var sut = new ImagePreprocessor(size, [0, 0, 0], [1, 1, 1], new(mode, length, interpolation, fill));

        Assert.Equal(expected, Convert.ToHexString(sut.ResizeAndCrop(Pattern(width, height))));
    }

    [Theory]
    [InlineData(1, 3_000)]
    [InlineData(3_000, 1)]
    public void ResizeAndCrop_VeryElongatedWithBorder_KeepsALine(int width, int height)
    {
        var image = new RgbImage(width, height, [.. Enumerable.Repeat((byte)200, 3 * width * height)]);
        var sut = new ImagePreprocessor(8, [0, 0, 0], [1, 1, 1], new(ResizeMode.Longest, 8, Interpolation.Bicubic, 9));

        var levels = sut.ResizeAndCrop(image);

        Assert.Equal(8 * 3, levels.Count(level => level == 200));
        Assert.Equal(7 * 8 * 3, levels.Count(level => level == 9));
    }

    [Theory]
    [InlineData(ResizeMode.Shortest, 7)]
    [InlineData(ResizeMode.Squash, 7)]
    [InlineData(ResizeMode.Longest, 9)]
    public void Constructor_ResizeThatDoesNotFill_IsRefused(ResizeMode mode, int length) =>
        Assert.Throws<ArgumentException>(() =>
            new ImagePreprocessor(8, [0, 0, 0], [1, 1, 1], new(mode, length, Interpolation.Bicubic, 0))
        );

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
