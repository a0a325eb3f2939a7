using System.Runtime.InteropServices;
using SkiaSharp;

namespace DialClip.Standins.Tests.SkiaSharp;

/// <summary>Decodes to red, green, blue, alpha as stored.</summary>
internal static class Decode
{
    // What a caller with limits would refuse undecoded.
    private const long MostPixels = 4_000_000;

    public static byte[] Rgba(byte[] file, SKCodecResult expected = SKCodecResult.Success)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        Assert.NotNull(codec);
        var result = codec.GetPixels(Wanted(codec), out var pixels);
        Assert.Equal(expected, result);
        return pixels;
    }

    public static (byte R, byte G, byte B, byte A) At(byte[] pixels, int width, int x, int y)
    {
        var i = (y * width + x) * 4;
        return (pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]);
    }

    /// <summary>Decodes anything into the middle of a larger buffer, whose margins must stay as they are.</summary>
    public static SKCodecResult? Guarded(byte[] file, out byte[] pixels)
    {
        const int Margin = 4096;
        pixels = [];
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.BytesSize64 > MostPixels * 4)
            return null;
        var wanted = Wanted(codec);
        var buffer = GC.AllocateUninitializedArray<byte>(wanted.BytesSize + 2 * Margin, pinned: true);
        buffer.AsSpan().Fill(0xA5);
        var result = codec.GetPixels(wanted, Marshal.UnsafeAddrOfPinnedArrayElement(buffer, Margin));
        Assert.Equal(-1, buffer.AsSpan(0, Margin).IndexOfAnyExcept((byte)0xA5));
        Assert.Equal(-1, buffer.AsSpan(buffer.Length - Margin).IndexOfAnyExcept((byte)0xA5));
        pixels = buffer[Margin..^Margin];
        return result;
    }

    private static SKImageInfo Wanted(SKCodec codec) => new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
}
