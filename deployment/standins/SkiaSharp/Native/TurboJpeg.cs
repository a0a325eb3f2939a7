using System.Runtime.InteropServices;

namespace SkiaSharp.Native;

/// <summary>libjpeg-turbo's own interface, which turns errors into return values.</summary>
internal static unsafe class TurboJpeg
{
    public const int ColorspaceCmyk = 3;
    public const int ColorspaceYcck = 4;

    private const int PixelRgba = 7;
    private const int PixelCmyk = 11;
    private const int AccurateDct = 4096;

    // Gives up at 500 scans; libraries that do not know the flag ignore it.
    private const int LimitScans = 32768;

    // After a warning the library tells a fatal error by its message alone: these are how those begin that it gets over.
    private static readonly string[] Warnings =
    [
        "Corrupt JPEG data:", "Premature end of JPEG file", "Inconsistent progression sequence", "Invalid SOS parameters for sequential JPEG", "Unknown Adobe color transform code", "Warning:",
    ];

    internal static readonly SystemLibrary Library = new("libturbojpeg.so.0", "libturbojpeg0");

    private static readonly Lazy<nint> Initialise = new(() => Library.Function("tjInitDecompress"));
    private static readonly Lazy<nint> Destroy = new(() => Library.Function("tjDestroy"));
    private static readonly Lazy<nint> Header = new(() => Library.Function("tjDecompressHeader3"));
    private static readonly Lazy<nint> Decompress = new(() => Library.Function("tjDecompress2"));
    private static readonly Lazy<nint> ErrorText = new(() => Library.Function("tjGetErrorStr2"));

    /// <summary>Reads the size and colour space; false when there is no usable header.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> data, out int width, out int height, out int colorspace)
    {
        int w = 0, h = 0, subsampling = 0, colours = 0;
        var decoder = Open();
        int result;
        fixed (byte* bytes = data)
        {
            var header = (delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int>)Header.Value;
            result = header(decoder, bytes, new CULong((nuint)data.Length), &w, &h, &subsampling, &colours);
        }

        var usable = result == 0 || IsWarning(decoder);
        Close(decoder);
        (width, height, colorspace) = (w, h, colours);
        return usable && w > 0 && h > 0;
    }

    /// <summary>Decodes to red, green, blue, alpha, or to four inks; tells whether there were warnings, or null when decoding broke off.</summary>
    public static bool? Decode(ReadOnlySpan<byte> data, byte* pixels, int width, int height, int rowBytes, bool inks)
    {
        var decoder = Open();
        int result;
        fixed (byte* bytes = data)
        {
            var decompress = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)Decompress.Value;
            result = decompress(decoder, bytes, new CULong((nuint)data.Length), pixels, width, rowBytes, height, inks ? PixelCmyk : PixelRgba, AccurateDct | LimitScans);
        }

        var broken = result != 0 && !IsWarning(decoder);
        Close(decoder);
        return broken ? null : result != 0;
    }

    /// <summary>Gives up a decoder or an encoder.</summary>
    public static void Close(nint coder) => _ = ((delegate* unmanaged<nint, int>)Destroy.Value)(coder);

    private static bool IsWarning(nint decoder)
    {
        var text = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)ErrorText.Value)(decoder)) ?? "";
        return Warnings.Any(warning => text.StartsWith(warning, StringComparison.Ordinal));
    }

    private static nint Open()
    {
        var decoder = ((delegate* unmanaged<nint>)Initialise.Value)();
        return decoder != 0 ? decoder : throw new InvalidOperationException("libjpeg-turbo could not make a decoder: memory is short.");
    }
}
