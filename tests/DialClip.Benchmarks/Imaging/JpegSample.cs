using System.Runtime.InteropServices;

namespace DialClip.Benchmarks.Imaging;

/// <summary>A picture like a photograph, soft shapes with some noise, encoded by the system's libjpeg-turbo.</summary>
internal static partial class JpegSample
{
    private const string Library = "libturbojpeg.so.0";
    private const int PixelRgb = 0;
    private const int HalfColour = 2; // 4:2:0, as cameras do
    private const int Quality = 85;

    /// <summary>Gets whether the encoder is on this machine.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Makes the file of a picture.</summary>
    public static byte[] Make(int width, int height)
    {
        var encoder = tjInitCompress();
        nint bytes = 0;
        try
        {
            var result = tjCompress2(encoder, Pixels(width, height), width, 0, height, PixelRgb, ref bytes, out var length, HalfColour, Quality, 0);
            if (result != 0)
                throw new InvalidOperationException("libjpeg-turbo could not encode the sample.");
            var file = new byte[length.Value];
            Marshal.Copy(bytes, file, 0, file.Length);
            return file;
        }
        finally
        {
            tjFree(bytes);
            _ = tjDestroy(encoder);
        }
    }

    private static byte[] Pixels(int width, int height)
    {
        var random = new Random(1);
        var pixels = new byte[width * height * 3];
        for (var at = 0; at < pixels.Length; at++)
        {
            var (x, y, channel) = (at / 3 % width, at / 3 / width, at % 3);
            pixels[at] = (byte)Math.Clamp(128 + 80 * Math.Sin(x * (0.01 + 0.005 * channel)) * Math.Cos(y * 0.013) + random.Next(-12, 13), 0, 255);
        }
        return pixels;
    }

    [LibraryImport(Library)]
    private static partial nint tjInitCompress();

    [LibraryImport(Library)]
    private static partial int tjCompress2(nint encoder, byte[] pixels, int width, int pitch, int height, int format, ref nint bytes, out CULong length, int subsampling, int quality, int flags);

    [LibraryImport(Library)]
    private static partial void tjFree(nint bytes);

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint encoder);
}
