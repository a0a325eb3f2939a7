using System.Buffers.Binary;

namespace DialClip.Encoders.Tests.Imaging;

/// <summary>
/// Damages pictures as an attacker would: mostly small changes, so that decoders are reached, and fields that tell
/// sizes. The number of a case alone decides what it is.
/// </summary>
internal sealed class PictureMutator(IReadOnlyList<byte[]> pictures)
{
    private const int MostBytes = 1 << 16;

    private static readonly long[] Telling =
    [
        0,
        1,
        2,
        0x7F,
        0x80,
        0xFF,
        0x100,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        0x7FFFFFFF,
        0x80000000,
        0xFFFFFFF7,
        0xFFFFFFF8,
        0xFFFFFFFE,
        0xFFFFFFFF,
    ];

    /// <summary>Creates the file of a case.</summary>
    public byte[] Create(int number)
    {
        var random = new Random(number);
        var file = pictures[random.Next(pictures.Count)].ToArray();
        if (IsPng(file) && random.Next(2) == 0)
            return PngRows.Change(file, rows => Change(rows, random));
        // Most files are changed once or twice: every further change makes a refusal at the header more likely.
        for (
            var changes = 1 + (random.Next(3) == 0 ? random.Next(8) : random.Next(2));
            changes > 0 && file.Length > 0;
            changes--
        )
            file = Change(file, random);
        if (random.Next(4) != 0)
            RepairPng(file);
        return file;
    }

    private byte[] Change(byte[] file, Random random)
    {
        var offset = random.Next(file.Length);
        var length = random.Next(1, Math.Min(file.Length - offset, random.Next(4) == 0 ? file.Length : 16) + 1);
        switch (random.Next(10))
        {
            case 0 or 1:
                file[offset] ^= (byte)(1 << random.Next(8));
                return file;
            case 2 or 3:
                file[offset] = (byte)random.Next(256);
                return file;
            case 4 or 5:
                SetNumber(file, offset, random);
                return file;
            case 6:
                return file[..offset];
            case 7:
                var other = pictures[random.Next(pictures.Count)];
                return [.. file[..offset], .. other[random.Next(other.Length)..]];
            case 8 when file.Length < MostBytes:
                // A block again, once or many times.
                return
                [
                    .. file[..(offset + length)],
                    .. Enumerable
                        .Repeat(file[offset..(offset + length)], random.Next(4) == 0 ? random.Next(200) : 1)
                        .SelectMany(block => block),
                    .. file[(offset + length)..],
                ];
            default:
                return [.. file[..offset], .. file[(offset + length)..]];
        }
    }

    private static void SetNumber(byte[] file, int offset, Random random)
    {
        var number = Telling[random.Next(Telling.Length)];
        var to = file.AsSpan(offset);
        switch (random.Next(4))
        {
            case 0 when to.Length >= 4:
                BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)number);
                break;
            case 1 when to.Length >= 4:
                BinaryPrimitives.WriteUInt32BigEndian(to, (uint)number);
                break;
            case 2 when to.Length >= 2:
                BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)number);
                break;
            case 3 when to.Length >= 2:
                BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)number);
                break;
            default:
                to[0] = (byte)number;
                break;
        }
    }

    private static bool IsPng(byte[] file) => file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..];

    // A PNG's checksums would catch nearly every change before a decoder sees it.
    private static void RepairPng(byte[] file)
    {
        if (!IsPng(file))
            return;
        for (var offset = 8; file.Length - offset >= 12; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(offset));
            if (length > file.Length - offset - 12)
                return;
            TinyPng.WriteChecksum(file.AsSpan(offset, (int)length + 12));
            offset += 12 + (int)length;
        }
    }
}
