using System.Buffers.Binary;
using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests.Imaging;

/// <summary>Small files that would cost much to decode.</summary>
public sealed class ExpensivePictureTests
{
    // A pass over the whole picture in ten bytes.
    private static readonly byte[] Scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0];

    public static TheoryData<string> Bombs => [.. PixelBombs.Keys];

    private static Dictionary<string, byte[]> PixelBombs { get; } =
        new()
        {
            ["PNG"] = TinyPng.CreateHeader(60_000, 60_000),
            ["PNG, the largest"] = TinyPng.CreateHeader(int.MaxValue, int.MaxValue),
            ["PNG, beyond"] = TinyPng.CreateHeader(-1, -1),
            ["JPEG"] = WithSize(WholePictures.All["JPEG, grey"], 0xC0, 20_000, 20_000),
            ["JPEG, the largest"] = WithSize(WholePictures.All["JPEG, progressive"], 0xC2, 65_535, 65_535),
            ["GIF"] = LargeFrame(),
            ["WebP"] = LargeWebp(),
            ["BMP"] = TinyBmp.Encode(40_000, 40_000, 24, [], new byte[64]),
        };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Decode_PixelBomb_IsRefusedBeforeRoomIsMade(string name)
    {
        var file = PixelBombs[name];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));

        Assert.Equal(ImageError.TooManyPixels, error.Error);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        error = Assert.Throws<ImageFormatException>(() => ImageDecoder.ReadFacts(file));
        Assert.Equal(ImageError.TooManyPixels, error.Error);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(0, 0)]
    public void Decode_NoPixels_IsDamaged(int width, int height)
    {
        byte[][] files =
        [
            [.. TinyPng.CreateHeader(width, height), .. TinyPng.Chunk("IEND", [])],
            WithSize(WholePictures.All["JPEG, grey"], 0xC0, width, height),
            TinyBmp.Encode(width, height, 24, [], new byte[64]),
        ];

        Assert.All(files, file => Assert.Equal(ImageError.Damaged, Refuse(file).Error));
    }

    [Theory]
    [InlineData(16, 90, true)]
    [InlineData(16, 100, false)]
    [InlineData(8000, 8, true)]
    [InlineData(8000, 60, false)]
    public void Look_JpegOfManyScans_IsAcceptedOnlyWhenItIsSmall(int width, int moreScans, bool isAccepted)
    {
        byte[] file = [.. EncodedSamples.ProgressiveJpeg[..^2], .. Repeat(Scan, moreScans), 0xFF, 0xD9];
        file = WithSize(file, 0xC2, width, 5000);

        if (isAccepted)
            Assert.Equal(width, ImageDecoder.ReadFacts(file).Width);
        else
            Assert.Contains("scans", Refuse(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_JpegThatHidesScansBehindAMadeUpLength_IsRefused()
    {
        var scans = Repeat([.. Scan, 0], 150);
        var length = scans.Length + 2;
        byte[] hiding = [0xFF, 0x02, (byte)(length >> 8), (byte)length, .. scans, 0xFF, 0xD9];

        foreach (var jpeg in new[] { EncodedSamples.Jpeg, EncodedSamples.HiddenScanJpeg })
            Assert.Contains("scans", Refuse([.. jpeg[..^2], .. hiding]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0xFFFF_FFF8)]
    [InlineData(0xFFFF_FFF7)]
    public void Decode_WebpChunkOfTheGreatestLength_IsDamaged(uint length)
    {
        foreach (var file in new[] { EncodedSamples.AnimatedWebp, EncodedSamples.TurnedWebp })
        {
            // The length of the first chunk behind the header: with its own 8 bytes it is beyond 32 bits.
            BitConverter.GetBytes(length).CopyTo(file, 34);

            Assert.Equal(ImageError.Damaged, Refuse(file).Error);
        }
    }

    [Fact]
    public void Decode_ManyFrames_CostsOne()
    {
        var frame = TinyGif.Frame(0, 0, 1, 1, [1]);
        var gif = TinyGif.Encode(2, 2, [.. Enumerable.Repeat(frame, 100_000)]);

        Assert.Equal((2, 2), (ImageDecoder.Decode(gif).Width, ImageDecoder.Decode(gif).Height));
        Assert.True(ImageDecoder.ReadFacts(gif).IsAnimated);
    }

    private static ImageFormatException Refuse(byte[] file) =>
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));

    private static byte[] Repeat(byte[] bytes, int count) =>
        [.. Enumerable.Repeat(bytes, count).SelectMany(each => each)];

    private static byte[] WithSize(byte[] jpeg, byte startOfFrame, int width, int height)
    {
        var file = jpeg.ToArray();
        var size = file.AsSpan(file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, startOfFrame]) + 5);
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(size[2..], (ushort)width);
        return file;
    }

    // A frame far beyond its canvas, which it enlarges.
    private static byte[] LargeFrame()
    {
        var file = TinyGif.Encode(2, 2, TinyGif.Frame(0, 0, 1, 1, [1]));
        file.AsSpan(Array.LastIndexOf(file, (byte)0x2C) + 1, 8).Fill(0xFF);
        return file;
    }

    // The header of the lossless form: 14 bits for each side, less one.
    private static byte[] LargeWebp()
    {
        var file = EncodedSamples.LosslessWebp;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(21), 0x0FFF_FFFF);
        return file;
    }
}
