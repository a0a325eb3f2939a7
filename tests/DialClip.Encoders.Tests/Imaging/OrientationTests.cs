using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests.Imaging;

/// <summary>Pictures of turned cameras, decoded and as renditions.</summary>
public sealed class OrientationTests
{
    // Red, green above blue, white as stored; what is upright follows from where EXIF puts row 0 and column 0.
    private static readonly string[] Upright =
    [
        "rg/bw",
        "rg/bw",
        "gr/wb",
        "wb/gr",
        "bw/rg",
        "rb/gw",
        "br/wg",
        "wg/br",
        "gw/rb",
        "rg/bw",
    ];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var format in new[] { "JPEG", "PNG", "WebP", "WebP as a JPEG has it" })
                for (var orientation = 0; orientation < Upright.Length; orientation++)
                    cases.Add(format, orientation);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decode_Orientation_IsUpright(string format, int orientation)
    {
        foreach (var littleEndian in new[] { false, true })
        {
            var picture = ImageDecoder.Decode(Create(format, OrientedPicture.Exif(orientation, littleEndian)));

            Assert.Equal(Upright[orientation], Quarters(picture));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rendition_Orientation_IsUprightWithoutANote(string format, int orientation)
    {
        var file = Create(format, OrientedPicture.Exif(orientation, littleEndian: false));

        foreach (var target in new[] { PictureFormat.Png, PictureFormat.Jpeg })
        {
            foreach (var edge in new[] { 24, 1024 })
            {
                var rendition = PictureRendition.Create(file, target, edge, 1_000_000, CancellationToken.None);

                Assert.Equal(Upright[orientation], Quarters(ImageDecoder.Decode(rendition)));
                using var opened = PictureFile.Open(rendition, ImageLimits.Default);
                Assert.Equal(1, opened.Orientation);
                Assert.Equal(Math.Min(edge, OrientedPicture.Width), Math.Max(opened.Width, opened.Height));
            }
        }
    }

    [Fact]
    public void Decode_ExifWithAWrongChecksum_IsTakenAsStored()
    {
        var file = OrientedPicture.Png(OrientedPicture.Exif(6, littleEndian: false));
        file[file.AsSpan().IndexOf("eXIf"u8) - 4 + 12 + 26 - 1] ^= 1;

        Assert.Equal(Upright[1], Quarters(ImageDecoder.Decode(file)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4D4D002A")]
    [InlineData("4D4D002AFFFFFFFF0001")]
    [InlineData("4D4D002A00000008FFFF")]
    [InlineData("4D4D002A000000080001011200030000")]
    [InlineData("4D4D002A00000008000101120004000000010006000000000000")]
    [InlineData("4949002A0800000001001201030001000000060000000000000000")]
    public void ReadOrientation_ExifThatCannotBeRead_IsOne(string exif) =>
        Assert.Equal(1, ExifReader.ReadOrientation(Convert.FromHexString(exif)));

    [Fact]
    public void ReadOrientation_AmongOtherEntries_IsFound()
    {
        byte[] entries = [1, 0, 0, 3, 0, 0, 0, 1, 0, 5, 0, 0, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0];

        Assert.Equal(8, ExifReader.ReadOrientation([.. "MM\0*"u8, 0, 0, 0, 8, 0, 2, .. entries, 0, 0, 0, 0]));
    }

    private static byte[] Create(string format, byte[] exif) =>
        format switch
        {
            "JPEG" => OrientedPicture.Jpeg(exif),
            "PNG" => OrientedPicture.Png(exif),
            "WebP" => OrientedPicture.Webp(exif),
            _ => OrientedPicture.Webp([.. "Exif\0\0"u8, .. exif]),
        };

    private static string Quarters(RgbImage picture)
    {
        return $"{At(1, 1)}{At(3, 1)}/{At(1, 3)}{At(3, 3)}";

        char At(int column, int row)
        {
            var (x, y) = (column * picture.Width / 4, row * picture.Height / 4);
            var pixel = picture.Pixels.AsSpan((y * picture.Width + x) * 3, 3);
            return (pixel[0] > 128, pixel[1] > 128, pixel[2] > 128) switch
            {
                (true, false, false) => 'r',
                (false, true, false) => 'g',
                (false, false, true) => 'b',
                (true, true, true) => 'w',
                _ => '?',
            };
        }
    }
}
