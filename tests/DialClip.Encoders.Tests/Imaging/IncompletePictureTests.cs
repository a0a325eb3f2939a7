using System.Buffers.Binary;
using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests.Imaging;

/// <summary>Files that are not whole, and files that are more than a picture.</summary>
public sealed class IncompletePictureTests
{
    public static TheoryData<string> Names => [.. WholePictures.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_TruncatedAtAnyLength_IsRefused(string name)
    {
        var file = WholePictures.All[name];

        for (var length = 0; length < file.Length; length++)
        {
            var error = Record.Exception(() => ImageDecoder.Decode(file.AsSpan(0, length)));

            Assert.True(error is ImageFormatException, $"{length} of {file.Length} bytes: {error?.Message}");
            Assert.Contains($"{length:N0} bytes", error!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Make_TruncatedAtAnyLength_IsRefused(string name)
    {
        var file = WholePictures.All[name];

        for (var length = 0; length < file.Length; length++)
            Assert.Throws<ImageFormatException>(() =>
                PictureRendition.Create(file.AsSpan(0, length), PictureFormat.Png, 8, 100_000, CancellationToken.None)
            );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_MoreBehindTheEnd_IsIgnored(string name)
    {
        var file = WholePictures.All[name];
        var expected = ImageDecoder.Decode(file);

        foreach (var more in new[] { new byte[50], "<script>"u8.ToArray(), WholePictures.All["JPEG, grey"] })
        {
            var picture = ImageDecoder.Decode([.. file, .. more]);

            Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
            Assert.Equal(expected.Pixels, picture.Pixels);
        }
    }

    [Theory]
    [InlineData("FFD8FF")]
    [InlineData("FFD8FFD9")]
    [InlineData("FFD8FFFFFFFF")]
    [InlineData("89504E470D0A1A0A")]
    [InlineData("89504E470D0A1A0A0000000049454E44AE426082")]
    [InlineData("89504E470D0A1A0AFFFFFFFF49484452000000010000000108000000003A7E9B55")]
    [InlineData("52494646FFFFFFFF574542505650382000000000")]
    [InlineData("524946460000000057454250")]
    [InlineData("5249464604000000574542500000000000000000")]
    [InlineData("524946460C000000574542505650382000000000")]
    [InlineData("52494646100000005745425056503820FFFFFFFF00000000")]
    [InlineData("474946383961")]
    [InlineData("47494638396101000100000000")]
    [InlineData("474946383961010001000000003B")]
    [InlineData("474946383961010001000000007F3B")]
    [InlineData("424D0000000000000000360000002800000001000000")]
    public void Decode_HeaderAlone_IsDamaged(string hex)
    {
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(Convert.FromHexString(hex)));

        Assert.Equal(ImageError.Damaged, error.Error);
    }

    [Fact]
    public void Decode_GifWithoutAPixel_IsDamaged()
    {
        Assert.Contains("no frame", Damage(TinyGif.Encode(5, 5)), StringComparison.Ordinal);
        foreach (var (width, height) in new[] { (0, 3), (3, 0) })
        {
            var file = TinyGif.Encode(4, 4, TinyGif.Frame(0, 0, width, height, [1]));
            Assert.Contains("no pixels", Damage(file), StringComparison.Ordinal);
        }

        // The blocks end as they should, but hold too few pixels.
        Damage(TinyGif.Encode(4, 4, TinyGif.Frame(0, 0, 4, 4, [1, 2, 3, 4])));
    }

    [Fact]
    public void Decode_AnimatedWebpWithoutAFrame_IsDamaged()
    {
        var animated = EncodedSamples.AnimatedWebp;
        var file = animated[..animated.AsSpan().IndexOf("ANMF"u8)];
        BitConverter.GetBytes(file.Length - 8).CopyTo(file, 4);

        Assert.Contains("no picture", Damage(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_PngWithoutPixels_IsDamaged()
    {
        var png = TinyPng.Encode(9, 7, TinyPng.Grey, new byte[63]);
        var pixels = png.AsSpan().IndexOf("IDAT"u8) - 4;

        Assert.Contains("no picture", Damage([.. png[..pixels], .. png[^12..]]), StringComparison.Ordinal);
        // Everything is in its place, but some rows are missing from what is packed.
        Damage(PngRows.Change(png, rows => rows[..40]));
        Damage(TinyPng.Encode(2, 2, TinyPng.Indexed, [0, 1, 1, 0]));
    }

    [Theory]
    [InlineData("IHDR", false)]
    [InlineData("PLTE", false)]
    [InlineData("IDAT", false)]
    [InlineData("tEXt", true)]
    [InlineData("IEND", true)]
    public void Decode_PngWithAWrongChecksum_IsDamagedWhereItMatters(string chunk, bool isDecoded)
    {
        var png = TinyPng.Encode(
            3,
            1,
            TinyPng.Indexed,
            [0, 1, 2],
            false,
            ("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            ("tEXt", "a\0b"u8.ToArray())
        );
        var offset = png.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(chunk)) - 4;
        png[offset + 8 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(offset))] ^= 0x40;

        if (isDecoded)
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], ImageDecoder.Decode(png).Pixels);
        else
            Damage(png);
    }

    private static string Damage(byte[] file)
    {
        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));

        Assert.Equal(ImageError.Damaged, error.Error);
        return error.Message;
    }
}
