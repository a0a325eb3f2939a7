using DialClip.Encoders.Imaging;
using DialClip.Training.Reporting;

namespace DialClip.Training.Tests.Reporting;

public sealed class ThumbnailTests
{
    [Theory]
    [InlineData(32, 32)]
    [InlineData(224, 96)]
    public void Encode_Crop_IsAPictureOfItsColoursThatIsNeverEnlarged(int side, int expected)
    {
        // Red above blue.
        var pixels = Enumerable
            .Range(0, side * side)
            .SelectMany<int, byte>(i => i < side * side / 2 ? [230, 20, 30] : [20, 30, 230]);

        var picture = Decode(Thumbnail.Encode([.. pixels]));

        Assert.Equal((expected, expected), (picture.Width, picture.Height));
        Assert.InRange(picture.Pixels[0], 215, 245);
        Assert.InRange(picture.Pixels[^1], 215, 245);
    }

    private static RgbImage Decode(string address)
    {
        const string Start = "data:image/jpeg;base64,";
        Assert.StartsWith(Start, address, StringComparison.Ordinal);
        return ImageDecoder.Decode(Convert.FromBase64String(address[Start.Length..]));
    }
}
