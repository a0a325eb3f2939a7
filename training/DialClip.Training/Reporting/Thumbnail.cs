using System.Buffers.Binary;

namespace DialClip.Training.Reporting;

/// <summary>Makes a small picture that a page can hold: a Windows bitmap as a data URI.</summary>
internal static class Thumbnail
{
    private const int Most = 96;
    private const int Header = 54;

    /// <summary>Makes a thumbnail of a square picture; of larger ones every second, third, … pixel is taken.</summary>
    /// <param name="crop">uint8 (S, S, 3), RGB.</param>
    public static string Of(byte[] crop)
    {
        var side = (int)Math.Sqrt(crop.Length / 3);
        var every = (side + Most - 1) / Most;
        var small = side / every;
        var stride = (small * 3 + 3) & ~3;
        var bitmap = new byte[Header + stride * small];
        "BM"u8.CopyTo(bitmap);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(2), bitmap.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(10), Header);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(18), small);
        BinaryPrimitives.WriteInt32LittleEndian(bitmap.AsSpan(22), -small); // rows from the top
        bitmap[26] = 1;
        bitmap[28] = 24;
        for (var row = 0; row < small; row++)
            for (var column = 0; column < small; column++)
            {
                var (from, to) = ((row * every * side + column * every) * 3, Header + row * stride + column * 3);
                (bitmap[to], bitmap[to + 1], bitmap[to + 2]) = (crop[from + 2], crop[from + 1], crop[from]);
            }
        return "data:image/bmp;base64," + Convert.ToBase64String(bitmap);
    }
}
