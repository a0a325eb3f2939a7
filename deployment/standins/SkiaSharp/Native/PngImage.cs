using System.Runtime.InteropServices;

namespace SkiaSharp.Native;

/// <summary>libpng's simplified interface: it alone turns errors into return values instead of jumping over the caller's frames.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PngImage
{
    private const uint InterfaceVersion = 1;
    private const uint FormatRgb = 2;
    private const uint FormatRgba = 3;
    private const uint ColoursAreNotNamed = 1;
    private const uint SixteenBitsAreSrgb = 4;

    private static readonly SystemLibrary Library = new("libpng16.so.16", "libpng16-16");
    private static readonly Lazy<nint> Begin = new(() => Library.Function("png_image_begin_read_from_memory"));
    private static readonly Lazy<nint> Finish = new(() => Library.Function("png_image_finish_read"));
    private static readonly Lazy<nint> Write = new(() => Library.Function("png_image_write_to_memory"));
    private static readonly Lazy<nint> Release = new(() => Library.Function("png_image_free"));

    private readonly nint control;
    private uint version;
    private uint width;
    private uint height;
    private uint format;
    private uint flags;
    private readonly uint colourMapEntries;
    private readonly uint warningOrError;
    private fixed byte message[64];

    /// <summary>Reads everything before the pixels; null, or what went wrong.</summary>
    public static string? ReadHeader(ReadOnlySpan<byte> data, out int width, out int height, out bool hasAlpha)
    {
        var image = new PngImage { version = InterfaceVersion };
        var error = Read(data, ref image, null, 0);
        (width, height, hasAlpha) = ((int)image.width, (int)image.height, (image.format & 1) != 0);
        return error;
    }

    /// <summary>Decodes to red, green, blue, alpha; null, or what went wrong.</summary>
    public static string? Decode(ReadOnlySpan<byte> data, byte* pixels, int width, int height, int rowBytes)
    {
        var image = new PngImage { version = InterfaceVersion, width = (uint)width, height = (uint)height };
        return Read(data, ref image, pixels, rowBytes);
    }

    /// <summary>Encodes packed rows of red, green, blue and, where there is one, alpha; null when libpng refuses them.</summary>
    public static byte[]? Encode(ReadOnlySpan<byte> pixels, int width, int height, bool hasAlpha)
    {
        // Without a colour space, as the pixels have none.
        var image = new PngImage { version = InterfaceVersion, width = (uint)width, height = (uint)height, format = hasAlpha ? FormatRgba : FormatRgb, flags = ColoursAreNotNamed };
        var file = new byte[MostBytes(pixels.Length, height)];
        var length = (nuint)file.Length;
        bool done;
        fixed (byte* from = pixels, to = file)
        {
            done = ((delegate* unmanaged<PngImage*, void*, nuint*, int, void*, int, void*, int>)Write.Value)(&image, to, &length, 0, from, 0, null) != 0;
            ((delegate* unmanaged<PngImage*, void>)Release.Value)(&image);
        }

        return done ? file[..(int)length] : null;
    }

    // What deflate makes of bytes that it cannot shrink, with a filter's mark for each row, and the chunks around them.
    private static int MostBytes(int pixels, int height)
    {
        var rows = (long)pixels + height;
        var packed = rows + (rows + 7) / 8 + (rows + 63) / 64 + 11;
        return checked((int)(packed + 12 * (packed / 8192 + 1) + 256));
    }

    private static string? Read(ReadOnlySpan<byte> data, ref PngImage image, byte* pixels, int rowBytes)
    {
        var (width, height) = (image.width, image.height);
        fixed (PngImage* pointer = &image)
        fixed (byte* bytes = data)
        {
            var done = ((delegate* unmanaged<PngImage*, byte*, nuint, int>)Begin.Value)(pointer, bytes, (nuint)data.Length) != 0;
            if (done && pixels != null)
            {
                // The room was made for the size that the first reading gave.
                done = pointer->width == width && pointer->height == height;
                pointer->format = FormatRgba;
                pointer->flags |= SixteenBitsAreSrgb;
                done = done && ((delegate* unmanaged<PngImage*, void*, byte*, int, void*, int>)Finish.Value)(pointer, null, pixels, rowBytes, null) != 0;
            }

            var error = done ? null : Marshal.PtrToStringUTF8((nint)pointer->message) ?? "";
            ((delegate* unmanaged<PngImage*, void>)Release.Value)(pointer);
            return error;
        }
    }
}
