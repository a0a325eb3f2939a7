using System.Buffers.Binary;
using System.Numerics;

namespace SkiaSharp.Decoding;

/// <summary>The headers of a BMP file, checked.</summary>
internal sealed record BmpHeader(int Width, int Height, bool TopDown, int Bits, uint[] Masks, byte[] Palette, long PixelsAt)
{
    private const int FileHeader = 14;
    private const int CoreHeader = 12;
    private const int MostPixelsASide = 1 << 16;
    private const int Plain = 0;
    private const int BitFields = 3;
    private const int AlphaBitFields = 6;

    /// <summary>Gets the bytes of a stored row: whole groups of four.</summary>
    public long RowBytes => ((long)Width * Bits + 31) / 32 * 4;

    /// <summary>Reads the headers.</summary>
    public static (BmpHeader? Header, SKCodecResult Result) Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < FileHeader + 4)
            return (null, SKCodecResult.IncompleteInput);
        var size = Number(data, 14);
        if (size is not (CoreHeader or 40 or 52 or 56 or 64 or 108 or 124))
            return (null, SKCodecResult.InvalidInput);
        if (data.Length < FileHeader + size)
            return (null, SKCodecResult.IncompleteInput);

        var core = size == CoreHeader;
        long width = core ? Short(data, 18) : (int)Number(data, 18);
        long height = core ? Short(data, 20) : (int)Number(data, 22);
        int bits = Short(data, core ? 24 : 28);
        var compression = core ? Plain : Number(data, 30);
        if (width is <= 0 or > MostPixelsASide || height is 0 or > MostPixelsASide or < -MostPixelsASide || bits is not (1 or 4 or 8 or 16 or 24 or 32))
            return (null, SKCodecResult.InvalidInput);
        var hasMasks = compression is BitFields or AlphaBitFields && bits is 16 or 32;
        // The 64-byte header, OS/2's, numbers its compressions otherwise.
        if (compression != Plain && (!hasMasks || size == 64))
            return (null, SKCodecResult.Unimplemented);

        // The 40-byte header is followed by the masks; longer ones hold them.
        var masksAfter = hasMasks && size == 40 ? compression == BitFields ? 12 : 16 : 0;
        var paletteAt = FileHeader + (int)size + masksAfter;
        if (data.Length < paletteAt)
            return (null, SKCodecResult.IncompleteInput);
        var masks = ReadMasks(data, hasMasks, bits, (int)size, compression == AlphaBitFields);
        if (masks is null)
            return (null, SKCodecResult.InvalidInput);

        var entry = core ? 3 : 4;
        var colours = bits > 8 ? 0 : core || Number(data, 46) is 0 ? 1u << bits : Math.Min(Number(data, 46), 1u << bits);
        if (data.Length < paletteAt + colours * entry)
            return (null, SKCodecResult.IncompleteInput);
        var palette = new byte[colours * 3];
        for (var i = 0; i < colours; i++)
        {
            var colour = data.Slice(paletteAt + i * entry, 3);
            (palette[i * 3], palette[i * 3 + 1], palette[i * 3 + 2]) = (colour[2], colour[1], colour[0]);
        }

        var pixelsAt = Number(data, 10);
        return pixelsAt < paletteAt
            ? (null, SKCodecResult.InvalidInput)
            : (new BmpHeader((int)width, (int)Math.Abs(height), height < 0, bits, masks, palette, pixelsAt), SKCodecResult.Success);
    }

    // Red, green, blue, alpha; null when they overlap or have gaps.
    private static uint[]? ReadMasks(ReadOnlySpan<byte> data, bool given, int bits, int size, bool alphaAfter)
    {
        if (!given)
            return bits == 16 ? [0x7C00, 0x3E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
        uint[] masks = [Number(data, 54), Number(data, 58), Number(data, 62), size >= 56 || alphaAfter ? Number(data, 66) : 0];
        var all = 0u;
        foreach (var mask in masks)
        {
            var ones = BitOperations.PopCount(mask);
            if ((all & mask) != 0 || (mask != 0 && BitOperations.PopCount(mask >> BitOperations.TrailingZeroCount(mask) & (uint)((1UL << ones) - 1)) != ones))
                return null;
            all |= mask;
        }

        return bits == 16 && all > 0xFFFF ? null : masks;
    }

    private static uint Number(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    private static ushort Short(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
}
