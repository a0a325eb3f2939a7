using System.Runtime.InteropServices;

namespace SkiaSharp.Native;

/// <summary>libjpeg-turbo's own interface for encoding.</summary>
internal static unsafe class TurboJpegCompressor
{
    private const int PixelRgba = 7;
    private const int PixelBgra = 8;
    private const int HalfColour = 2;
    private const int KeepBuffer = 1024;
    private const int AccurateDct = 4096;

    private static readonly Lazy<nint> Initialise = new(() => TurboJpeg.Library.Function("tjInitCompress"));
    private static readonly Lazy<nint> MostBytes = new(() => TurboJpeg.Library.Function("tjBufSize"));
    private static readonly Lazy<nint> Compress = new(() => TurboJpeg.Library.Function("tjCompress2"));

    /// <summary>Encodes pixels of 4 bytes; null when libjpeg-turbo refuses them.</summary>
    public static byte[]? Encode(ReadOnlySpan<byte> pixels, int width, int height, int rowBytes, bool blueFirst, int quality)
    {
        var most = ((delegate* unmanaged<int, int, int, CULong>)MostBytes.Value)(width, height, HalfColour).Value;
        // libjpeg-turbo's own limit of pixels on a side, checked before room is made for them.
        if (width > 65_535 || height > 65_535 || most > (nuint)Array.MaxLength)
            return null;
        var file = new byte[most];
        var length = new CULong(most);
        var encoder = ((delegate* unmanaged<nint>)Initialise.Value)();
        if (encoder == 0)
            throw new InvalidOperationException("libjpeg-turbo could not make an encoder: memory is short.");
        int result;
        fixed (byte* from = pixels, to = file)
        {
            var target = to;
            var compress = (delegate* unmanaged<nint, byte*, int, int, int, int, byte**, CULong*, int, int, int, int>)Compress.Value;
            result = compress(encoder, from, width, rowBytes, height, blueFirst ? PixelBgra : PixelRgba, &target, &length, HalfColour, quality, KeepBuffer | AccurateDct);
        }

        TurboJpeg.Close(encoder);
        return result == 0 ? file[..(int)length.Value] : null;
    }
}
