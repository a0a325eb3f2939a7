namespace DialClip.Encoders.Imaging;

/// <summary>
/// The two passes of a resize, in the fixed-point arithmetic of <see cref="ResamplingWindow"/>: along rows, then along
/// columns.
/// </summary>
internal static class ResamplingPass
{
    /// <summary>Resizes a row of 3 bytes a pixel.</summary>
    public static void ResizeRow(ReadOnlySpan<byte> from, ResamplingWindow window, Span<byte> to)
    {
        for (int x = 0, target = 0; target < to.Length; x++, target += 3)
        {
            int red = ResamplingWindow.Half,
                green = ResamplingWindow.Half,
                blue = ResamplingWindow.Half;
            var weights = window.Weights(x);
            var source = from.Slice(window.Starts[x] * 3, weights.Length * 3);
            for (var tap = 0; tap < weights.Length; tap++)
            {
                var weight = weights[tap];
                red += source[tap * 3] * weight;
                green += source[tap * 3 + 1] * weight;
                blue += source[tap * 3 + 2] * weight;
            }

            (to[target], to[target + 1], to[target + 2]) = (Clip(red), Clip(green), Clip(blue));
        }
    }

    /// <summary>Computes one output row from as many consecutive rows as there are weights.</summary>
    public static void ResizeColumn(ReadOnlySpan<byte> from, ReadOnlySpan<int> weights, Span<byte> to)
    {
        Span<int> sums = to.Length <= 4096 ? stackalloc int[to.Length] : new int[to.Length];
        sums.Fill(ResamplingWindow.Half);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var weight = weights[tap];
            var row = from.Slice(tap * to.Length, to.Length);
            for (var i = 0; i < row.Length; i++)
                sums[i] += row[i] * weight;
        }

        for (var i = 0; i < to.Length; i++)
            to[i] = Clip(sums[i]);
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResamplingWindow.Precision, 0, 255);
}
