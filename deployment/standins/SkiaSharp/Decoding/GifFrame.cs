namespace SkiaSharp.Decoding;

/// <summary>One frame of a GIF: where it lies on the canvas, its colours, and where its data begin.</summary>
internal sealed record GifFrame(int X, int Y, int Width, int Height, bool IsInterlaced, byte[] Palette, byte? Transparent, int DataAt)
{
    /// <summary>Gets which row of the frame is stored at this place: interlaced rows come as every eighth, the eighths between, fourths and halves.</summary>
    public int RowOf(int stored)
    {
        if (!IsInterlaced)
            return stored;
        ReadOnlySpan<(int Start, int Step)> passes = [(0, 8), (4, 8), (2, 4), (1, 2)];
        foreach (var (start, step) in passes)
        {
            var rows = start < Height ? (Height - start + step - 1) / step : 0;
            if (stored < rows)
                return start + stored * step;
            stored -= rows;
        }

        throw new ArgumentOutOfRangeException(nameof(stored), $"The frame has {Height} rows.");
    }

    /// <summary>Paints a row's colours; a transparent pixel keeps its colour, with alpha 0.</summary>
    public void Paint(ReadOnlySpan<byte> indices, Span<byte> canvasRow)
    {
        var to = canvasRow[(X * 4)..];
        for (var i = 0; i < indices.Length; i++)
        {
            var pixel = to.Slice(i * 4, 4);
            // An index without a colour is black.
            if (indices[i] * 3 + 3 <= Palette.Length)
                Palette.AsSpan(indices[i] * 3, 3).CopyTo(pixel);
            pixel[3] = indices[i] == Transparent ? (byte)0 : (byte)255;
        }
    }
}
