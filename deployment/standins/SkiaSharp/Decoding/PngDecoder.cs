using System.Buffers.Binary;
using SkiaSharp.Native;

namespace SkiaSharp.Decoding;

/// <summary>PNG of every kind; the colours come out as stored, whatever colour space the file names.</summary>
internal sealed class PngDecoder : PictureDecoder
{
    private const int SignatureLength = 8;

    private readonly byte[] data;

    private PngDecoder(byte[] data, int width, int height, bool hasAlpha)
        : base(SKEncodedImageFormat.Png, width, height)
    {
        this.data = data;
        IsOpaque = !hasAlpha;
    }

    public static (PictureDecoder? Decoder, SKCodecResult Result) Open(byte[] data)
    {
        var needed = KeepNeeded(data);
        var error = PngImage.ReadHeader(needed, out var width, out var height, out var hasAlpha);
        if (error is not null || width <= 0 || height <= 0)
            return (null, EndedEarly(error) ? SKCodecResult.IncompleteInput : SKCodecResult.InvalidInput);
        return (new PngDecoder(needed, width, height, hasAlpha), SKCodecResult.Success);
    }

    public override unsafe SKCodecResult Decode(PixelTarget target)
    {
        var error = PngImage.Decode(data, target.Start, Width, Height, target.RowBytes);
        return error is null ? SKCodecResult.Success : EndedEarly(error) ? SKCodecResult.IncompleteInput : SKCodecResult.ErrorInInput;
    }

    // libpng's words when its memory reader runs out.
    private static bool EndedEarly(string? error) => error is not null && error.Contains("read beyond end of data", StringComparison.Ordinal);

    // Leaves out what does not bear on stored colours: libpng would convert by gAMA, cHRM and iCCP, and texts and profiles are only more to attack.
    private static byte[] KeepNeeded(byte[] data)
    {
        using var kept = new MemoryStream(data.Length);
        kept.Write(data, 0, SignatureLength);
        for (long at = SignatureLength; at < data.Length;)
        {
            var chunk = data.AsSpan((int)at);
            var length = chunk.Length < 8 ? chunk.Length : 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
            // The fifth bit of the first letter marks what a decoder may skip; transparency is the one such chunk of use.
            if (chunk.Length < 8 || (chunk[4] & 0x20) == 0 || chunk[4..8].SequenceEqual("tRNS"u8))
                kept.Write(chunk[..(int)Math.Min(length, chunk.Length)]);
            at += length;
        }

        return kept.ToArray();
    }
}
