using SkiaSharp;

namespace DialClip.Encoders.Imaging;

/// <summary>An untrusted picture file, checked and opened, whose pixels are not decoded yet.</summary>
internal sealed class PictureFile : IDisposable
{
    // A JPEG's decoder scales by eighths, to the nearest: half of one more is never too small.
    private const float HalfStep = 1f / 16;

    private readonly SKData data;
    private readonly SKCodec codec;
    private readonly string format;

    private PictureFile(SKData data, SKCodec codec, string format, PictureStructure structure)
    {
        (this.data, this.codec, this.format) = (data, codec, format);
        // The decoder reads the EXIF of a JPEG, but that of a PNG not at all and that of a WebP not always.
        var isJpeg = codec.EncodedFormat == SKEncodedImageFormat.Jpeg;
        Orientation = isJpeg ? (int)codec.EncodedOrigin : structure.Orientation;
        Frames = structure.Frames;
    }

    /// <summary>Gets the width in pixels, as stored.</summary>
    public int Width => codec.Info.Width;

    /// <summary>Gets the height in pixels, as stored.</summary>
    public int Height => codec.Info.Height;

    /// <summary>Gets whether the picture has no alpha.</summary>
    public bool IsOpaque => codec.Info.AlphaType == SKAlphaType.Opaque;

    /// <summary>Gets the EXIF orientation, 1 to 8.</summary>
    public int Orientation { get; }

    /// <summary>Gets the number of pictures; the first is the one that is decoded.</summary>
    public int Frames { get; }

    /// <summary>Opens a whole file's bytes, of which a copy is made. No pixel is decoded.</summary>
    /// <exception cref="ImageFormatException">The bytes are no whole picture, or exceed the limits.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the picture any more.</exception>
    public static PictureFile Open(
        ReadOnlySpan<byte> file,
        ImageLimits limits,
        CancellationToken cancellationToken = default
    )
    {
        if (file.Length > limits.MaxBytes)
            throw ImageFormatException.TooManyBytes(file.Length, limits);
        var format = ImageSignature.Recognize(file) ?? throw ImageFormatException.NotAPicture(file);
        var structure = PictureStructure.Read(file, format, limits, cancellationToken);
        var data = SKData.CreateCopy(format == "PNG" ? PngStructure.WithoutAncillaryChunks(file) : file);
        var codec = SKCodec.Create(data);
        if (codec is not null && codec.EncodedFormat == ToSkia(format) && codec.Info is { Width: > 0, Height: > 0 })
        {
            var opened = new PictureFile(data, codec, format, structure);
            try
            {
                limits.Require(format, opened.Width, opened.Height);
                return opened;
            }
            catch (ImageFormatException)
            {
                opened.Dispose();
                throw;
            }
        }

        codec?.Dispose();
        data.Dispose();
        throw ImageFormatException.Damaged(format, file.Length, "its header cannot be read");
    }

    /// <summary>Decodes the picture, the first one of several, at the size at which it is stored.</summary>
    /// <param name="alphaType">
    /// The representation of colours and alpha; unpremultiplied colours are those of the file.
    /// </param>
    /// <returns>8-bit RGBA without a colour space: the stored colours come out as they are.</returns>
    /// <exception cref="ImageFormatException">The pixels are damaged, or memory does not suffice.</exception>
    public SKBitmap Decode(SKAlphaType alphaType) => Decode(Width, Height, alphaType);

    /// <summary>
    /// Decodes the picture as small as its decoder can, but with no fewer pixels a side than asked for: a JPEG takes
    /// a fraction of the memory then.
    /// </summary>
    /// <param name="edge">The pixels of the longer side that are needed.</param>
    /// <param name="alphaType">The representation of colours and alpha.</param>
    /// <exception cref="ImageFormatException">The pixels are damaged, or memory does not suffice.</exception>
    public SKBitmap DecodeAtLeast(int edge, SKAlphaType alphaType)
    {
        var longer = Math.Max(Width, Height);
        var size = codec.GetScaledDimensions(Math.Min(1, (float)edge / longer + HalfStep));
        return Math.Max(size.Width, size.Height) >= edge
            ? Decode(size.Width, size.Height, alphaType)
            : Decode(alphaType);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        codec.Dispose();
        data.Dispose();
    }

    private SKBitmap Decode(int width, int height, SKAlphaType alphaType)
    {
        var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, alphaType)))
        {
            bitmap.Dispose();
            throw ImageFormatException.OutOfMemory(format, Width, Height);
        }

        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
            return bitmap;
        bitmap.Dispose();
        throw result == SKCodecResult.IncompleteInput
            ? ImageFormatException.EndsEarly(format, (int)data.Size)
            : ImageFormatException.Damaged(format, (int)data.Size, $"its {Width} x {Height} pixels cannot be decoded");
    }

    private static SKEncodedImageFormat ToSkia(string format) =>
        format switch
        {
            "JPEG" => SKEncodedImageFormat.Jpeg,
            "PNG" => SKEncodedImageFormat.Png,
            "GIF" => SKEncodedImageFormat.Gif,
            "WebP" => SKEncodedImageFormat.Webp,
            _ => SKEncodedImageFormat.Bmp,
        };
}
