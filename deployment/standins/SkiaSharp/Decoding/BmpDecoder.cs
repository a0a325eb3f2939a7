using System.Buffers.Binary;
using System.Numerics;

namespace SkiaSharp.Decoding;

/// <summary>BMP without compression: 1, 4, 8, 16, 24 or 32 bits a pixel.</summary>
internal sealed class BmpDecoder : PictureDecoder
{
    private readonly byte[] data;
    private readonly BmpHeader header;

    private BmpDecoder(byte[] data, BmpHeader header)
        : base(SKEncodedImageFormat.Bmp, header.Width, header.Height)
    {
        this.data = data;
        this.header = header;
        IsOpaque = header.Masks[3] == 0;
    }

    public static (PictureDecoder? Decoder, SKCodecResult Result) Open(byte[] data)
    {
        var (header, result) = BmpHeader.Read(data);
        return (header is null ? null : new BmpDecoder(data, header), result);
    }

    public override SKCodecResult Decode(PixelTarget target)
    {
        for (var stored = 0; stored < Height; stored++)
        {
            var at = header.PixelsAt + stored * header.RowBytes;
            // The last row may lack the bytes that only fill it up.
            if (at + ((long)Width * header.Bits + 7) / 8 > data.Length)
                return SKCodecResult.IncompleteInput;
            var from = data.AsSpan((int)at, (int)Math.Min(header.RowBytes, data.Length - at));
            DecodeRow(from, target.Row(header.TopDown ? stored : Height - 1 - stored));
        }

        return SKCodecResult.Success;
    }

    private void DecodeRow(ReadOnlySpan<byte> from, Span<byte> to)
    {
        switch (header.Bits)
        {
            case <= 8:
                DecodeIndices(from, to);
                break;
            case 24:
                for (int i = 0, at = 0; i < to.Length; i += 4, at += 3)
                    (to[i], to[i + 1], to[i + 2], to[i + 3]) = (from[at + 2], from[at + 1], from[at], 255);
                break;
            default:
                DecodeMasked(from, to);
                break;
        }
    }

    private void DecodeIndices(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var perByte = 8 / header.Bits;
        var mask = (1 << header.Bits) - 1;
        for (var x = 0; x < Width; x++)
        {
            var index = from[x / perByte] >> (perByte - 1 - x % perByte) * header.Bits & mask;
            // An index without a colour is black.
            if (index * 3 < header.Palette.Length)
                header.Palette.AsSpan(index * 3, 3).CopyTo(to[(x * 4)..]);
            to[x * 4 + 3] = 255;
        }
    }

    private void DecodeMasked(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var bytes = header.Bits / 8;
        for (var x = 0; x < Width; x++)
        {
            var pixel = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(from[(x * 2)..]) : BinaryPrimitives.ReadUInt32LittleEndian(from[(x * 4)..]);
            for (var channel = 0; channel < 4; channel++)
                to[x * 4 + channel] = channel == 3 && IsOpaque ? (byte)255 : Level(pixel, header.Masks[channel]);
        }
    }

    // Any number of bits is spread over 0 to 255.
    private static byte Level(uint pixel, uint mask)
    {
        if (mask == 0)
            return 0;
        var shift = BitOperations.TrailingZeroCount(mask);
        ulong most = mask >> shift;
        return (byte)(((pixel & mask) >> shift) * 255UL / most);
    }
}
