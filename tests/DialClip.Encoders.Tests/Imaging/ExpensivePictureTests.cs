using System.Buffers.Binary;
using System.IO.Compression;
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
    public void Decode_TextsThatUnpackToGigabytes_NeverReachTheDecoder()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(new byte[7_900_000]);
        byte[] text = [(byte)'a', 0, 0, .. packed.ToArray()];
        var plain = TinyPng.Encode(2, 1, TinyPng.Rgb, [1, 2, 3, 4, 5, 6]);
        // Behind the header: 900 texts of 8 MB each in 7 MB.
        byte[] bomb = [.. plain[..33], .. Repeat(TinyPng.Chunk("zTXt", text), 900), .. plain[33..]];

        Assert.Equal(plain, PngStructure.WithoutAncillaryChunks(bomb));
        Assert.Equal([1, 2, 3, 4, 5, 6], ImageDecoder.Decode(bomb).Pixels);
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
        var gif = TinyGif.Encode(2, 2, [.. Enumerable.Repeat(frame, 90_000)]);

        Assert.Equal((2, 2), (ImageDecoder.Decode(gif).Width, ImageDecoder.Decode(gif).Height));
        Assert.True(ImageDecoder.ReadFacts(gif).IsAnimated);
    }

    [Theory]
    [InlineData("GIF")]
    [InlineData("WebP")]
    [InlineData("BMP")]
    public void Read_PixelBomb_IsRefusedByTheContainerAlone(string format)
    {
        var error = Assert.Throws<ImageFormatException>(() =>
            PictureStructure.Read(PixelBombs[format], format, ImageLimits.Default)
        );

        Assert.Equal(ImageError.TooManyPixels, error.Error);
    }

    [Theory]
    [InlineData("PNG, empty chunks")]
    [InlineData("GIF, comments")]
    [InlineData("GIF, frames")]
    [InlineData("WebP, empty chunks")]
    [InlineData("JPEG, comments")]
    public void Decode_EndlessParts_AreRefusedBeforeTheDecoderSeesThem(string name)
    {
        const int Many = 250_000;
        var file = name switch
        {
            "PNG, empty chunks" =>
            [
                .. TinyPng.Encode(1, 1, TinyPng.Rgb, [1, 2, 3])[..^12],
                .. Repeat(TinyPng.Chunk("teXt", []), Many),
                .. TinyPng.Chunk("IEND", []),
            ],
            "GIF, comments" => TinyGif.Encode(2, 2, Repeat([0x21, 0xFE, 0], Many), TinyGif.Frame(0, 0, 1, 1, [1])),
            "GIF, frames" => TinyGif.Encode(2, 2, Repeat(TinyGif.Frame(0, 0, 1, 1, [1]), Many)),
            "WebP, empty chunks" => WithChunks(EncodedSamples.LosslessWebp, Many),
            _ => [0xFF, 0xD8, .. Repeat([0xFF, 0xFE, 0, 2], Many), .. EncodedSamples.Jpeg[2..]],
        };

        Assert.Contains("parts", Refuse(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 8, 1)]
    [InlineData(true, 8, 2)]
    [InlineData(false, 16, 2)]
    [InlineData(true, 16, 4)]
    public void Read_PngOfSeveralPasses_IsBoundedByThem(bool isInterlaced, byte bits, int passes)
    {
        const int Side = 10_000;
        var limits = new ImageLimits(MaxPixels: long.MaxValue);
        var most = (int)(PictureWork.MaxPassedPixels / Side / passes);

        // The pixels are missing, which is noticed behind the header.
        Assert.Contains("ends early", Read(most).Message, StringComparison.Ordinal);
        Assert.Equal(ImageError.TooManyPixels, Read(most + 1).Error);

        ImageFormatException Read(int height)
        {
            var file = TinyPng.Encode(1, 1, TinyPng.Rgb, bits, new byte[6], isInterlaced)[..^12];
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), Side);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
            TinyPng.WriteChecksum(file.AsSpan(8, 25));
            return Assert.Throws<ImageFormatException>(() => PictureStructure.Read(file, "PNG", limits));
        }
    }

    [Theory]
    [InlineData("PNG")]
    [InlineData("GIF")]
    [InlineData("WebP")]
    [InlineData("JPEG")]
    public void Read_NobodyWaitsAnyMore_EndsBeforeTheDecoder(string format)
    {
        var file = format switch
        {
            "PNG" => TinyPng.Encode(1, 1, TinyPng.Rgb, [1, 2, 3]),
            "GIF" => TinyGif.Encode(2, 2, TinyGif.Frame(0, 0, 1, 1, [1])),
            "WebP" => EncodedSamples.LosslessWebp,
            _ => EncodedSamples.Jpeg,
        };
        var cancelled = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() =>
            PictureStructure.Read(file, format, ImageLimits.Default, cancelled)
        );
        Assert.Throws<OperationCanceledException>(() => ImageDecoder.Decode(file, null, cancelled));
    }

    [Fact]
    public void AddStep_CancelledOnTheWay_EndsWithinAFewHundredSteps()
    {
        using var cancel = new CancellationTokenSource();
        var sut = new PictureWork("GIF", 1, cancel.Token);
        sut.AddStep();
        cancel.Cancel();
        var steps = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            for (; steps < 10_000; steps++)
                sut.AddStep();
        });

        Assert.InRange(steps, 0, 300);
    }

    private static byte[] WithChunks(byte[] webp, int count)
    {
        byte[] file = [.. webp, .. Repeat([.. "NONE"u8, 0, 0, 0, 0], count)];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), (uint)(file.Length - 8));
        return file;
    }

    private static ImageFormatException Refuse(byte[] file) =>
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file));

    private static byte[] Repeat(byte[] bytes, int count)
    {
        var all = new byte[bytes.Length * count];
        for (var i = 0; i < count; i++)
            bytes.CopyTo(all, i * bytes.Length);
        return all;
    }

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
