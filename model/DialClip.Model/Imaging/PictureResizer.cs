namespace DialClip.Model.Imaging;

/// <summary>Makes pictures smaller, by the filter that <see cref="ImagePreprocessor"/> uses; what is transparent lends no colour to what is seen.</summary>
internal static class PictureResizer
{
    /// <summary>Gets the picture with a longer side of at most so many pixels; one that is small enough already is given back as it is.</summary>
    public static RgbaImage Fit(RgbaImage picture, int edge)
    {
        var longer = Math.Max(picture.Width, picture.Height);
        return longer <= edge
            ? picture
            : Resize(picture, Scale(picture.Width, edge, longer), Scale(picture.Height, edge, longer));
    }

    private static int Scale(int side, int edge, int longer) => Math.Max(1, (int)(((long)side * edge + longer / 2) / longer));

    private static RgbaImage Resize(RgbaImage picture, int width, int height)
    {
        var columns = new ResamplingWindow(picture.Width, width, 0, width);
        var rows = new ResamplingWindow(picture.Height, height, 0, height);
        var narrow = new byte[(long)picture.Height * width * 4];
        var multiplied = new byte[picture.Width * 4];
        for (var row = 0; row < picture.Height; row++)
        {
            var source = picture.Pixels.AsSpan(row * multiplied.Length, multiplied.Length);
            if (!picture.IsOpaque)
            {
                Multiply(source, multiplied);
                source = multiplied;
            }

            ResamplingPass.RowOfFour(source, columns, narrow.AsSpan(row * width * 4, width * 4));
        }

        var pixels = new byte[width * height * 4];
        for (var row = 0; row < height; row++)
            ResamplingPass.Column(narrow.AsSpan(rows.Starts[row] * width * 4), rows.Weights(row), pixels.AsSpan(row * width * 4, width * 4));
        if (!picture.IsOpaque)
            Divide(pixels);
        return new(width, height, pixels, picture.IsOpaque);
    }

    private static void Multiply(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var i = 0; i < from.Length; i += 4)
        {
            var alpha = from[i + 3];
            for (var channel = i; channel < i + 3; channel++)
                to[channel] = (byte)((from[channel] * alpha + 127) / 255);
            to[i + 3] = alpha;
        }
    }

    // The filter overshoots at edges, so a colour may be more than its alpha.
    private static void Divide(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var alpha = pixels[i + 3];
            for (var channel = i; channel < i + 3; channel++)
                pixels[channel] = alpha == 0 ? (byte)0 : (byte)Math.Min(255, (pixels[channel] * 255 + alpha / 2) / alpha);
        }
    }
}
