namespace DialClip.Testing;

/// <summary>Writes small GIF files of up to 8 colours, the indices packed by literal codes alone.</summary>
internal static class TinyGif
{
    private const int LiteralBits = 3;

    /// <summary>Black, red, green, blue, yellow, magenta, cyan, white.</summary>
    public static readonly byte[] Palette =
    [
        0,
        0,
        0,
        255,
        0,
        0,
        0,
        255,
        0,
        0,
        0,
        255,
        255,
        255,
        0,
        255,
        0,
        255,
        0,
        255,
        255,
        255,
        255,
        255,
    ];

    public static byte[] Encode(int canvasWidth, int canvasHeight, params byte[][] frames) =>
        [
            .. "GIF89a"u8,
            (byte)canvasWidth,
            0,
            (byte)canvasHeight,
            0,
            0x82,
            0,
            0,
            .. Palette,
            .. frames.SelectMany(frame => frame),
            0x3B,
        ];

    public static byte[] Frame(
        int x,
        int y,
        int width,
        int height,
        byte[] indices,
        bool interlaced = false,
        int? transparent = null,
        byte[]? palette = null
    )
    {
        byte[] control = transparent is { } index ? [0x21, 0xF9, 4, 1, 0, 0, (byte)index, 0] : [];
        var flags = (byte)((interlaced ? 0x40 : 0) | (palette is null ? 0 : 0x82));
        return
        [
            .. control,
            0x2C,
            (byte)x,
            0,
            (byte)y,
            0,
            (byte)width,
            0,
            (byte)height,
            0,
            flags,
            .. palette ?? [],
            LiteralBits,
            .. Blocks(Pack(indices)),
        ];
    }

    private static List<byte> Pack(byte[] indices)
    {
        var packed = new List<byte>();
        var (bits, count) = (0, 0);
        void Put(int code)
        {
            bits |= code << count;
            for (count += LiteralBits + 1; count >= 8; count -= 8, bits >>= 8)
                packed.Add((byte)bits);
        }

        for (var i = 0; i < indices.Length; i++)
        {
            // A clear code often enough that codes never grow wider.
            if (i % 6 == 0)
                Put(1 << LiteralBits);
            Put(indices[i]);
        }

        Put((1 << LiteralBits) + 1);
        if (count > 0)
            packed.Add((byte)bits);
        return packed;
    }

    private static IEnumerable<byte> Blocks(List<byte> packed) =>
        packed.Chunk(255).SelectMany(block => block.Prepend((byte)block.Length)).Append((byte)0);
}
