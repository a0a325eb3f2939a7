using DialClip.Testing;
using SkiaSharp;

namespace DialClip.Standins.Tests.SkiaSharp;

public sealed class GifTests
{
    private static readonly byte[] Indices = [.. Enumerable.Range(0, 5 * 11).Select(i => (byte)(i * 3 % 8))];

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_Interlaced_IsTheSamePicture()
    {
        var rows = new[] { 0, 8, 4, 2, 6, 10, 1, 3, 5, 7, 9 };
        byte[] stored = [.. rows.SelectMany(row => Indices[(row * 5)..(row * 5 + 5)])];

        var straight = Decode.Rgba(TinyGif.Encode(5, 11, TinyGif.Frame(0, 0, 5, 11, Indices)));
        var interlaced = Decode.Rgba(TinyGif.Encode(5, 11, TinyGif.Frame(0, 0, 5, 11, stored, interlaced: true)));

        Assert.Equal([.. Indices.SelectMany(index => (byte[])[.. TinyGif.Palette[(index * 3)..(index * 3 + 3)], 255])], straight);
        Assert.Equal(straight, interlaced);
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_TransparentIndex_KeepsItsColour()
    {
        var pixels = Decode.Rgba(TinyGif.Encode(2, 1, TinyGif.Frame(0, 0, 2, 1, [1, 2], transparent: 1)));

        Assert.Equal([255, 0, 0, 0, 0, 255, 0, 255], pixels);
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Decode_FrameWithinCanvas_LeavesTheRestTransparent()
    {
        byte[] palette = [9, 8, 7, .. TinyGif.Palette[3..]];

        var pixels = Decode.Rgba(TinyGif.Encode(3, 2, TinyGif.Frame(1, 1, 1, 1, [0], palette: palette)));

        Assert.Equal((9, 8, 7, 255), Decode.At(pixels, 3, 1, 1));
        Assert.Equal(5, Enumerable.Range(0, 6).Count(i => pixels[i * 4 + 3] == 0));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void FrameCount_OfAnimation_IsCountedAndTheFirstDecoded()
    {
        var file = TinyGif.Encode(1, 1, TinyGif.Frame(0, 0, 1, 1, [1]), TinyGif.Frame(0, 0, 1, 1, [2]), TinyGif.Frame(0, 0, 1, 1, [3]));
        using var codec = SKCodec.Create(new MemoryStream(file));

        Assert.Equal(3, codec!.FrameCount);
        Assert.Equal([255, 0, 0, 255], Decode.Rgba(file));
    }

    [RequiresFact(Tool.PictureDecoders)]
    public void Create_WithoutAnyFrame_IsRefused()
    {
        using var codec = SKCodec.Create(new MemoryStream(TinyGif.Encode(4, 4)));

        Assert.Null(codec);
    }
}
