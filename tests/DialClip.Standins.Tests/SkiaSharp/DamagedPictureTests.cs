using DialClip.Testing;
using SkiaSharp;

namespace DialClip.Standins.Tests.SkiaSharp;

/// <summary>Pictures come from anyone: no bytes may crash the process, write beyond the pixels, or pass for a whole picture.</summary>
public sealed class DamagedPictureTests
{
    private const int Mutations = 2000;

    public static TheoryData<string> Names => [.. Pictures.Keys];

    private static Dictionary<string, byte[]> Pictures { get; } = new()
    {
        ["jpeg"] = EncodedSamples.Jpeg,
        ["progressive"] = EncodedSamples.ProgressiveJpeg,
        ["hidden scan"] = EncodedSamples.HiddenScanJpeg,
        ["inks"] = EncodedSamples.InkJpeg,
        ["webp"] = EncodedSamples.Webp,
        ["lossless"] = EncodedSamples.LosslessWebp,
        ["animated"] = EncodedSamples.AnimatedWebp,
        ["turned"] = EncodedSamples.TurnedWebp,
        ["png"] = TinyPng.Encode(9, 7, TinyPng.Rgba, [.. Enumerable.Range(0, 9 * 7 * 4).Select(i => (byte)(i * i))]),
        ["interlaced"] = TinyPng.Encode(9, 7, TinyPng.Rgb, [.. Enumerable.Range(0, 9 * 7 * 3).Select(i => (byte)(i * i))], interlaced: true),
        ["indexed"] = TinyPng.Encode(9, 7, TinyPng.Indexed, [.. Enumerable.Range(0, 9 * 7).Select(i => (byte)(i % 3))], false, ("PLTE", [1, 2, 3, 4, 5, 6, 7, 8, 9]), ("tRNS", [9])),
        ["bmp"] = TinyBmp.Encode(5, 3, 8, [.. Enumerable.Range(0, 64).Select(i => (byte)i)], [.. Enumerable.Range(0, 24).Select(i => (byte)i)], colours: 16),
        ["masked"] = TinyBmp.Encode(3, 3, 16, [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0], [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 11))], compression: 3),
        ["gif"] = TinyGif.Encode(
            6, 9, TinyGif.Frame(0, 0, 6, 9, [.. Enumerable.Range(0, 54).Select(i => (byte)(i % 8))], interlaced: true, transparent: 3), TinyGif.Frame(0, 0, 1, 1, [1])),
    };

    [RequiresFact(Tool.PictureDecoders)]
    public void Create_JpegThatHidesScansBehindAMadeUpLength_IsRefused()
    {
        byte[] scans = [.. Enumerable.Repeat<byte[]>([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0], 150).SelectMany(scan => scan)];
        var length = scans.Length + 2;
        using var data = SKData.CreateCopy([.. EncodedSamples.Jpeg[..^2], 0xFF, 0x02, (byte)(length >> 8), (byte)length, .. scans, 0xFF, 0xD9]);

        Assert.Null(SKCodec.Create(data));
    }

    [RequiresTheory(Tool.PictureDecoders)]
    [MemberData(nameof(Names))]
    public void Decode_CutAnywhere_IsNeverTakenForWhole(string name)
    {
        var file = Pictures[name];
        Assert.Equal(SKCodecResult.Success, Decode.Guarded(file, out var whole));
        var incomplete = 0;

        for (var length = 0; length < file.Length; length++)
        {
            var result = Decode.Guarded(file[..length], out var pixels);
            incomplete += result == SKCodecResult.IncompleteInput ? 1 : 0;
            if (result == SKCodecResult.Success)
                Assert.Equal(whole, pixels);
        }

        Assert.True(incomplete > 0, "No cut was told as such.");
    }

    [RequiresTheory(Tool.PictureDecoders)]
    [MemberData(nameof(Names))]
    public void Decode_RandomDamage_DoesNoHarm(string name)
    {
        var file = Pictures[name];
        var random = new Random(20_240_229);
        var decoded = 0;

        for (var i = 0; i < Mutations; i++)
        {
            var damaged = (byte[])file.Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                damaged[random.Next(damaged.Length)] = (byte)(random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => random.Next(256) });
            if (random.Next(4) == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            decoded += Decode.Guarded(damaged, out _) is null ? 0 : 1;
        }

        // Were every damaged file refused at its header, the decoders would not have been tried.
        Assert.True(decoded > Mutations / 20, $"Only {decoded} reached the decoder.");
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Create_HugePicture_TellsItsSizeWithoutDecoding()
    {
        using var codec = SKCodec.Create(new MemoryStream(TinyPng.HeaderOf(100_000, 90_000)));

        Assert.Equal((100_000, 90_000), (codec!.Info.Width, codec.Info.Height));
        Assert.Equal(36_000_000_000, codec.Info.BytesSize64);
    }

    [RequiresTheory(Tool.PictureDecoders)]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF })]
    [InlineData(new byte[] { (byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'9', (byte)'a' })]
    [InlineData(new byte[] { (byte)'t', (byte)'e', (byte)'x', (byte)'t' })]
    public void Create_NoPicture_GivesNullAndTheReason(byte[] bytes)
    {
        using var codec = SKCodec.Create(new MemoryStream(bytes), out var result);

        Assert.Null(codec);
        Assert.NotEqual(SKCodecResult.Success, result);
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Create_JpegOfEndlessScans_IsRefused()
    {
        // A progressive picture costs a pass over all its pixels for every scan, however few bytes that has.
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0];
        byte[] file = [.. EncodedSamples.ProgressiveJpeg[..^2], .. Enumerable.Repeat(scan, 200).SelectMany(bytes => bytes), 0xFF, 0xD9];
        using var codec = SKCodec.Create(new MemoryStream(file));

        Assert.Null(codec);
    }

    [RequiresTheory(Tool.PictureDecoders)]
    [InlineData(16, 90, true)]
    [InlineData(8000, 8, true)]
    [InlineData(8000, 60, false)]
    public void Create_JpegOfManyScans_IsTakenOnlyWhenItIsSmall(int width, int moreScans, bool isTaken)
    {
        const int Height = 5000;
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0];
        byte[] file = [.. EncodedSamples.ProgressiveJpeg[..^2], .. Enumerable.Repeat(scan, moreScans).SelectMany(bytes => bytes), 0xFF, 0xD9];
        byte[] size = [Height >> 8, Height & 0xFF, (byte)(width >> 8), (byte)width];
        size.CopyTo(file, file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]) + 5);
        using var codec = SKCodec.Create(new MemoryStream(file));

        Assert.Equal(isTaken, codec is not null);
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_JpegThatBreaksOffAfterAWarning_IsAnError()
    {
        // The data end too early, of which the decoder warns, and a second start of an image ends it.
        var progressive = EncodedSamples.ProgressiveJpeg;
        var data = progressive.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 15;

        var result = Decode.Guarded([.. progressive[..data], 0xFF, 0xD8, .. progressive[data..]], out _);

        Assert.Equal(SKCodecResult.ErrorInInput, result);
    }

    [RequiresTheory(Tool.PictureDecoders)]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0xFFFF_FFF8)]
    [InlineData(0xFFFF_FFF7)]
    public async Task Create_WebpChunkOfTheGreatestLength_Ends(uint length)
    {
        var file = EncodedSamples.AnimatedWebp;
        // The length of the first chunk behind the header: with its own 8 bytes it is beyond 32 bits.
        BitConverter.GetBytes(length).CopyTo(file, 34);
        var turned = EncodedSamples.TurnedWebp;
        BitConverter.GetBytes(length).CopyTo(turned, 34);

        await Task.Run(() =>
        {
            using var animated = SKCodec.Create(new MemoryStream(file));
            using var still = SKCodec.Create(new MemoryStream(turned));
        }).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
