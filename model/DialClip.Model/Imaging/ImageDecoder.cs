using SkiaSharp;

namespace DialClip.Model.Imaging;

/// <summary>Decodes JPEG, PNG, WebP, BMP and GIF (its first frame) to RGB, the way up that the camera noted; alpha is dropped, not blended.</summary>
public static class ImageDecoder
{
    // What one array holds; no limit can allow more.
    private const long LargestBuffer = 2_000_000_000;

    /// <summary>Decodes a stream from where it stands to its end.</summary>
    /// <exception cref="ImageFormatException">It is no usable picture, or larger than the limits.</exception>
    public static RgbImage Decode(Stream content, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        limits ??= ImageLimits.Default;
        using var buffer = new MemoryStream();
        var chunk = new byte[81_920];
        for (int read; (read = content.Read(chunk)) > 0;)
        {
            if (buffer.Length + read > limits.MaxBytes)
                throw TooManyBytes("more than", limits.MaxBytes, limits);
            buffer.Write(chunk, 0, read);
        }

        return Decode(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), limits);
    }

    /// <summary>Decodes a whole file's bytes.</summary>
    /// <exception cref="ImageFormatException">They are no usable picture, or larger than the limits.</exception>
    public static RgbImage Decode(byte[] bytes, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return Decode(bytes.AsSpan(), limits);
    }

    /// <summary>Decodes a whole file's bytes.</summary>
    /// <exception cref="ImageFormatException">They are no usable picture, or larger than the limits.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> bytes, ImageLimits? limits = null)
    {
        limits ??= ImageLimits.Default;
        if (bytes.Length > limits.MaxBytes)
            throw TooManyBytes("", bytes.Length, limits);
        var format = ImageSignature.Recognise(bytes)
            ?? throw new ImageFormatException($"The picture is {ImageSignature.Describe(bytes)}; expected {ImageSignature.Supported}. Send it in one of these formats.");
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw Damaged(format, bytes.Length);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width <= 0 || height <= 0)
            throw Damaged(format, bytes.Length);
        if ((long)width * height > Math.Min(limits.MaxPixels, LargestBuffer / 4))
            throw new ImageFormatException($"The {format} picture has {width} x {height} pixels; at most {limits.MaxPixels:N0} in all are accepted. Send a smaller one.");
        return ExifOrientation.Apply(new RgbImage(width, height, ReadPixels(codec, width, height, format, bytes.Length)), (int)codec.EncodedOrigin);
    }

    private static byte[] ReadPixels(SKCodec codec, int width, int height, string format, int length)
    {
        // Unpremultiplied and without a colour space: the stored colours come out as they are, whatever their alpha.
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var result = codec.GetPixels(info, out var rgba);
        if (result == SKCodecResult.IncompleteInput)
            throw new ImageFormatException($"The {format} picture ends early: {length} bytes hold less than its {width} x {height} pixels. Send the whole file again.");
        if (result != SKCodecResult.Success)
            throw Damaged(format, length);
        var rgb = new byte[width * height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (rgba[from], rgba[from + 1], rgba[from + 2]);
        return rgb;
    }

    private static ImageFormatException Damaged(string format, int length) =>
        new($"The picture begins as {format}, but its {length} bytes cannot be decoded; expected a whole and undamaged {format} file. Send it again or in another format.");

    private static ImageFormatException TooManyBytes(string than, int length, ImageLimits limits) =>
        new(string.Join(' ', new[] { "The picture has", than, $"{length:N0} bytes; at most {limits.MaxBytes:N0} are accepted. Send a smaller one." }.Where(part => part.Length > 0)));
}
