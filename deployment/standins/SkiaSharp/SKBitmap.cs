using System.Runtime.InteropServices;

namespace SkiaSharp;

/// <summary>Pixels in memory.</summary>
public class SKBitmap : SKObject
{
    private readonly byte[] pixels;

    /// <summary>Makes a picture of the platform's pixels, all zero.</summary>
    public SKBitmap(int width, int height, bool isOpaque = false)
        : this(new SKImageInfo(width, height, isOpaque ? SKAlphaType.Opaque : SKAlphaType.Premul))
    {
    }

    /// <summary>Makes a picture, all zero.</summary>
    public SKBitmap(int width, int height, SKColorType colorType, SKAlphaType alphaType)
        : this(new SKImageInfo(width, height, colorType, alphaType))
    {
    }

    /// <summary>Makes a picture, all zero.</summary>
    /// <exception cref="ArgumentException">There is no pixel, or more than an array holds.</exception>
    public SKBitmap(SKImageInfo info)
    {
        if (info.IsEmpty || info.BytesSize64 is 0 || info.BytesSize64 > Array.MaxLength)
            throw new ArgumentException($"A picture of {info.Width} x {info.Height} pixels of type {info.ColorType} cannot be made.", nameof(info));
        Info = info;
        pixels = GC.AllocateArray<byte>((int)info.BytesSize64, pinned: true);
    }

    /// <summary>Gets the size and the kind of the pixels.</summary>
    public SKImageInfo Info { get; }

    /// <summary>Gets the width in pixels.</summary>
    public int Width => Info.Width;

    /// <summary>Gets the height in pixels.</summary>
    public int Height => Info.Height;

    /// <summary>Gets how a pixel lies in memory.</summary>
    public SKColorType ColorType => Info.ColorType;

    /// <summary>Gets what the fourth channel means.</summary>
    public SKAlphaType AlphaType => Info.AlphaType;

    /// <summary>Gets the bytes of a pixel.</summary>
    public int BytesPerPixel => Info.BytesPerPixel;

    /// <summary>Gets the bytes of a row.</summary>
    public int RowBytes => Info.RowBytes;

    /// <summary>Gets the bytes of the picture.</summary>
    public int ByteCount => pixels.Length;

    /// <summary>Gets a copy of the pixels.</summary>
    public byte[] Bytes => GetPixelSpan().ToArray();

    /// <summary>Decodes data; null when they are no picture that can be decoded.</summary>
    public static SKBitmap? Decode(SKData data)
    {
        using var codec = SKCodec.Create(data);
        return codec is null ? null : Decode(codec);
    }

    /// <summary>Decodes bytes; null when they are no picture that can be decoded.</summary>
    public static SKBitmap? Decode(byte[] buffer)
    {
        using var data = SKData.CreateCopy(buffer);
        return Decode(data);
    }

    /// <summary>Decodes a stream; null when it is no picture that can be decoded.</summary>
    public static SKBitmap? Decode(Stream stream)
    {
        using var codec = SKCodec.Create(stream);
        return codec is null ? null : Decode(codec);
    }

    /// <summary>Decodes to the pixels that suit the picture, premultiplied where it has alpha; null when it is damaged.</summary>
    public static SKBitmap? Decode(SKCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return Decode(codec, codec.Info.IsOpaque ? codec.Info : codec.Info.WithAlphaType(SKAlphaType.Premul));
    }

    /// <summary>Decodes to the pixels asked for; null when the picture is damaged, while one that only ends early gives what there is.</summary>
    public static SKBitmap? Decode(SKCodec codec, SKImageInfo bitmapInfo)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var bitmap = new SKBitmap(bitmapInfo);
        if (codec.GetPixels(bitmapInfo, bitmap.pixels) is SKCodecResult.Success or SKCodecResult.IncompleteInput)
            return bitmap;
        bitmap.Dispose();
        return null;
    }

    /// <summary>Gets where the pixels lie, until the picture is disposed.</summary>
    public IntPtr GetPixels()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return Marshal.UnsafeAddrOfPinnedArrayElement(pixels, 0);
    }

    /// <summary>Gets the pixels.</summary>
    public Span<byte> GetPixelSpan()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return pixels;
    }
}
