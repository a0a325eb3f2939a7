using System.Globalization;
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
        var (picture, orientation) = DecodeStored(bytes, limits);
        var rgb = new byte[picture.Width * picture.Height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (picture.Pixels[from], picture.Pixels[from + 1], picture.Pixels[from + 2]);
        return ExifOrientation.Apply(new RgbImage(picture.Width, picture.Height, rgb), orientation);
    }

    /// <summary>Decodes a whole file's bytes with alpha, as the pixels lie in the file; the number says which way up they are meant to be seen.</summary>
    /// <exception cref="ImageFormatException">They are no usable picture, or larger than the limits.</exception>
    internal static (RgbaImage Picture, int Orientation) DecodeStored(ReadOnlySpan<byte> bytes, ImageLimits? limits = null)
    {
        limits ??= ImageLimits.Default;
        var format = Recognise(bytes, limits);
        using var data = SKData.CreateCopy(bytes);
        using var codec = Open(data, format, bytes.Length);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > Math.Min(limits.MaxPixels, LargestBuffer / 4))
            throw new ImageFormatException(ImageFault.TooManyPixels, string.Create(
                CultureInfo.InvariantCulture,
                $"The {format} picture has {width} x {height} pixels; " +
                $"at most {limits.MaxPixels:N0} in all are accepted. Send a smaller one."));
        return (new(width, height, ReadPixels(codec, width, height, format, bytes.Length), codec.Info.IsOpaque), (int)codec.EncodedOrigin);
    }

    /// <summary>Reads what the header of a whole file says; its pixels are not decoded, and may be damaged.</summary>
    /// <exception cref="ImageFormatException">The bytes are no usable picture, or too many.</exception>
    internal static PictureFacts Look(ReadOnlySpan<byte> bytes, ImageLimits? limits = null)
    {
        var format = Recognise(bytes, limits ?? ImageLimits.Default);
        using var data = SKData.CreateCopy(bytes);
        using var codec = Open(data, format, bytes.Length);
        return new(codec.Info.Width, codec.Info.Height, codec.Info.IsOpaque, codec.FrameCount > 1);
    }

    private static string Recognise(ReadOnlySpan<byte> bytes, ImageLimits limits)
    {
        if (bytes.Length > limits.MaxBytes)
            throw TooManyBytes("", bytes.Length, limits);
        return ImageSignature.Recognise(bytes)
            ?? throw new ImageFormatException(ImageFault.NotAPicture, $"The picture is {ImageSignature.Describe(bytes)}; expected {ImageSignature.Supported}. Send it in one of these formats.");
    }

    private static SKCodec Open(SKData data, string format, int length)
    {
        var codec = SKCodec.Create(data) ?? throw Damaged(format, length);
        if (codec.Info is { Width: > 0, Height: > 0 })
            return codec;
        codec.Dispose();
        throw Damaged(format, length);
    }

    private static byte[] ReadPixels(SKCodec codec, int width, int height, string format, int length)
    {
        // Unpremultiplied and without a colour space: the stored colours come out as they are, whatever their alpha.
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var result = codec.GetPixels(info, out var rgba);
        if (result == SKCodecResult.IncompleteInput)
            throw new ImageFormatException($"The {format} picture ends early: {length} bytes hold less than its {width} x {height} pixels. Send the whole file again.");
        return result == SKCodecResult.Success ? rgba : throw Damaged(format, length);
    }

    private static ImageFormatException Damaged(string format, int length) =>
        new($"The picture begins as {format}, but its {length} bytes cannot be decoded; expected a whole and undamaged {format} file. Send it again or in another format.");

    private static ImageFormatException TooManyBytes(string than, int length, ImageLimits limits)
    {
        var sizes = string.Create(
            CultureInfo.InvariantCulture,
            $"{length:N0} bytes; at most {limits.MaxBytes:N0} are accepted. Send a smaller one.");
        string[] parts = ["The picture has", than, sizes];
        return new(ImageFault.TooManyBytes, string.Join(' ', parts.Where(part => part.Length > 0)));
    }
}
