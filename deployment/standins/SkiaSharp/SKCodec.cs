using SkiaSharp.Decoding;

namespace SkiaSharp;

/// <summary>Decodes a picture file: its size is known before any pixel is decoded.</summary>
public class SKCodec : SKObject
{
    private readonly PictureDecoder decoder;

    private SKCodec(PictureDecoder decoder) => this.decoder = decoder;

    /// <summary>Gets how many bytes tell the format.</summary>
    public static int MinBufferedBytesNeeded => 32;

    /// <summary>Gets the size of the picture and the pixels that suit it.</summary>
    public SKImageInfo Info => new(decoder.Width, decoder.Height, SKImageInfo.PlatformColorType, decoder.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);

    /// <summary>Gets which corner of the seen picture the first pixel is.</summary>
    public SKEncodedOrigin EncodedOrigin => decoder.Origin;

    /// <summary>Gets the format of the file.</summary>
    public SKEncodedImageFormat EncodedFormat => decoder.Format;

    /// <summary>Gets how many pictures the file holds, 1 unless it is animated; the first is decoded.</summary>
    public int FrameCount => decoder.FrameCount;

    /// <summary>Gets the decoded pixels.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; one that only ends early gives what there is.</exception>
    public byte[] Pixels => GetPixels(out var pixels) is var result && result is SKCodecResult.Success or SKCodecResult.IncompleteInput
        ? pixels
        : throw new InvalidDataException($"The {EncodedFormat} picture cannot be decoded: {result}.");

    /// <summary>Opens a file; null when it is no picture that can be decoded.</summary>
    public static SKCodec? Create(string filename) => Create(filename, out _);

    /// <summary>Opens a file; null, with the reason, when it is no picture that can be decoded.</summary>
    public static SKCodec? Create(string filename, out SKCodecResult result)
    {
        using var data = SKData.Create(filename);
        result = SKCodecResult.InternalError;
        return data is null ? null : Create(data.Bytes, out result);
    }

    /// <summary>Opens a stream, from where it stands to its end; null when it is no picture that can be decoded.</summary>
    public static SKCodec? Create(Stream stream) => Create(stream, out _);

    /// <summary>Opens a stream, from where it stands to its end; null, with the reason, when it is no picture that can be decoded.</summary>
    public static SKCodec? Create(Stream stream, out SKCodecResult result)
    {
        using var data = SKData.Create(stream);
        return Create(data.Bytes, out result);
    }

    /// <summary>Opens data; null when they are no picture that can be decoded.</summary>
    public static SKCodec? Create(SKData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Create(data.Bytes, out _);
    }

    /// <summary>Decodes to the pixels that suit the picture.</summary>
    public SKCodecResult GetPixels(out byte[] pixels) => GetPixels(Info, out pixels);

    /// <summary>Decodes to the pixels asked for.</summary>
    public SKCodecResult GetPixels(SKImageInfo info, out byte[] pixels)
    {
        pixels = new byte[checked((int)Math.Max(0, info.BytesSize64))];
        return GetPixels(info, pixels);
    }

    /// <summary>Decodes to the pixels asked for.</summary>
    /// <exception cref="ArgumentException">The array is too small.</exception>
    public unsafe SKCodecResult GetPixels(SKImageInfo info, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length < info.BytesSize64)
            throw new ArgumentException($"The array has {pixels.Length} bytes; {info.Width} x {info.Height} pixels need {info.BytesSize64}.", nameof(pixels));
        fixed (byte* start = pixels)
            return start is null ? SKCodecResult.InvalidParameters : GetPixels(info, (IntPtr)start, info.RowBytes);
    }

    /// <summary>Decodes to the pixels asked for, at an address with room for them.</summary>
    public SKCodecResult GetPixels(SKImageInfo info, IntPtr pixels) => GetPixels(info, pixels, info.RowBytes);

    private unsafe SKCodecResult GetPixels(SKImageInfo info, IntPtr pixels, int rowBytes)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (pixels == IntPtr.Zero)
            throw new ArgumentNullException(nameof(pixels));
        if (info.Width != decoder.Width || info.Height != decoder.Height)
            return SKCodecResult.InvalidScale;
        if (info.ColorType == SKColorType.Unknown || info.AlphaType == SKAlphaType.Unknown || (info.IsOpaque && !decoder.IsOpaque))
            return SKCodecResult.InvalidConversion;
        var target = new PixelTarget((byte*)pixels, rowBytes, info.Width, info.Height);
        target.Clear();
        var result = decoder.Decode(target);
        target.Convert(info.ColorType, info.AlphaType, decoder.IsOpaque);
        return result;
    }

    private static SKCodec? Create(byte[] data, out SKCodecResult result)
    {
        var decoder = PictureDecoder.Open(data, out result);
        return decoder is null ? null : new SKCodec(decoder);
    }
}
