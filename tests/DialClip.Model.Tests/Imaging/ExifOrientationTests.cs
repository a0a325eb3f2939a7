using DialClip.Model.Imaging;

namespace DialClip.Model.Tests.Imaging;

public sealed class ExifOrientationTests
{
    // The letter as stored is 'abc' over 'def'; what each orientation shows follows from where it puts row 0 and column 0.
    [Theory]
    [InlineData(0, "abc/def")]
    [InlineData(1, "abc/def")]
    [InlineData(2, "cba/fed")]
    [InlineData(3, "fed/cba")]
    [InlineData(4, "def/abc")]
    [InlineData(5, "ad/be/cf")]
    [InlineData(6, "da/eb/fc")]
    [InlineData(7, "fc/eb/da")]
    [InlineData(8, "cf/be/ad")]
    [InlineData(9, "abc/def")]
    public void Apply_Orientation_ShowsThePictureUpright(int orientation, string expected)
    {
        var stored = new RgbImage(3, 2, [.. "abcdef".SelectMany(letter => new[] { (byte)letter, (byte)0, (byte)letter })]);

        var seen = ExifOrientation.Apply(stored, orientation);

        var rows = seen.Pixels.Chunk(seen.Width * 3).Select(row => new string([.. row.Chunk(3).Select(pixel => (char)pixel[2])]));
        Assert.Equal(expected, string.Join('/', rows));
    }
}
