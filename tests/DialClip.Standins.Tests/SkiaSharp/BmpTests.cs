using DialClip.Testing;
using SkiaSharp;

namespace DialClip.Standins.Tests.SkiaSharp;

public sealed class BmpTests
{
    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_24Bits_FromBelowAndFromAbove()
    {
        byte[] seen = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];

        Assert.Equal(seen, Decode.Rgba(TinyBmp.Colours()));
        Assert.Equal(seen, Decode.Rgba(TinyBmp.Encode(2, -2, 24, [], [0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0])));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_Palettes_GiveTheirColours()
    {
        byte[] two = [30, 20, 10, 0, 60, 50, 40, 0];

        Assert.Equal([10, 20, 30, 255, 40, 50, 60, 255], Decode.Rgba(TinyBmp.Encode(2, 1, 8, two, [0, 1, 0, 0], colours: 2)));
        Assert.Equal([40, 50, 60, 255, 10, 20, 30, 255], Decode.Rgba(TinyBmp.Encode(2, 1, 4, two, [0x10, 0, 0, 0], colours: 2)));
        Assert.Equal([10, 20, 30, 255, 40, 50, 60, 255], Decode.Rgba(TinyBmp.Encode(2, 1, 1, two, [0x40, 0, 0, 0])));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_IndexWithoutColour_IsBlack() =>
        Assert.Equal([0, 0, 0, 255], Decode.Rgba(TinyBmp.Encode(1, 1, 8, [1, 2, 3, 0], [200, 0, 0, 0], colours: 1)));

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_MaskedPixels_SpreadOverAllLevels()
    {
        byte[] masks565 = [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0];

        Assert.Equal([255, 255, 0, 255], Decode.Rgba(TinyBmp.Encode(1, 1, 16, masks565, [0xE0, 0xFF, 0, 0], compression: 3)));
        Assert.Equal([0, 0, 255, 255], Decode.Rgba(TinyBmp.Encode(1, 1, 16, [], [0x1F, 0, 0, 0])));
        Assert.Equal([3, 2, 1, 255], Decode.Rgba(TinyBmp.Encode(1, 1, 32, [], [1, 2, 3, 0])));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_LastRowNotFilledUp_IsWhole() => Assert.Equal(8, Decode.Rgba(TinyBmp.Encode(2, 1, 24, [], [1, 2, 3, 4, 5, 6])).Length);

    [Theory]
    [InlineData(int.MinValue, 1, 24)]
    [InlineData(1, int.MinValue, 24)]
    [InlineData(0, 1, 24)]
    [InlineData(1, 0, 24)]
    [InlineData(int.MaxValue, int.MaxValue, 32)]
    [InlineData(1, 1, 7)]
    public void Create_ImpossibleHeader_IsRefused(int width, int height, ushort bits)
    {
        using var codec = SKCodec.Create(new MemoryStream(TinyBmp.Encode(width, height, bits, [], new byte[64])), out var result);

        Assert.Null(codec);
        Assert.NotEqual(SKCodecResult.Success, result);
    }
}
