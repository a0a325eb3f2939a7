namespace SkiaSharp.Decoding;

/// <summary>Where pixels are decoded to: rows of red, green, blue, alpha, which may be further apart than they are long.</summary>
internal readonly unsafe struct PixelTarget(byte* start, int rowBytes, int width, int height)
{
    /// <summary>Gets the address of the first pixel.</summary>
    public byte* Start => start;

    /// <summary>Gets how far rows are apart.</summary>
    public int RowBytes => rowBytes;

    public int Width => width;

    public int Height => height;

    /// <summary>Gets a row's pixels, 4 bytes each.</summary>
    public Span<byte> Row(int y) => (uint)y < (uint)height
        ? new Span<byte>(start + (nint)y * rowBytes, width * 4)
        : throw new ArgumentOutOfRangeException(nameof(y), y, $"The picture has {height} rows.");

    /// <summary>Makes every pixel transparent black, which those keep that the file lacks.</summary>
    public void Clear()
    {
        for (var y = 0; y < height; y++)
            Row(y).Clear();
    }

    /// <summary>Turns decoded pixels into those asked for.</summary>
    public void Convert(SKColorType colorType, SKAlphaType alphaType, bool isOpaque)
    {
        var premultiply = alphaType == SKAlphaType.Premul && !isOpaque;
        if (!premultiply && colorType != SKColorType.Bgra8888)
            return;
        for (var y = 0; y < height; y++)
        {
            var row = Row(y);
            for (var i = 0; i < row.Length; i += 4)
            {
                if (premultiply)
                {
                    for (var channel = i; channel < i + 3; channel++)
                        row[channel] = (byte)((row[channel] * row[i + 3] + 127) / 255);
                }

                if (colorType == SKColorType.Bgra8888)
                    (row[i], row[i + 2]) = (row[i + 2], row[i]);
            }
        }
    }
}
