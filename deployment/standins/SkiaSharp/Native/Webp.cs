namespace SkiaSharp.Native;

/// <summary>libwebp's decoder.</summary>
internal static unsafe class Webp
{
    private const int InterfaceVersion = 0x0209;
    private const int NotEnoughData = 7;

    private static readonly SystemLibrary Library = new("libwebp.so.7", "libwebp7");
    private static readonly Lazy<nint> GetFeatures = new(() => Library.Function("WebPGetFeaturesInternal"));
    private static readonly Lazy<nint> DecodeRgba = new(() => Library.Function("WebPDecodeRGBAInto"));

    /// <summary>Reads the header.</summary>
    public static SKCodecResult ReadHeader(ReadOnlySpan<byte> data, out WebpFeatures features)
    {
        var found = default(WebpFeatures);
        int status;
        fixed (byte* bytes = data)
            status = ((delegate* unmanaged<byte*, nuint, WebpFeatures*, int, int>)GetFeatures.Value)(bytes, (nuint)data.Length, &found, InterfaceVersion);
        features = found;
        return status switch
        {
            0 => found.Width > 0 && found.Height > 0 ? SKCodecResult.Success : SKCodecResult.InvalidInput,
            NotEnoughData => SKCodecResult.IncompleteInput,
            _ => SKCodecResult.InvalidInput,
        };
    }

    /// <summary>Decodes to red, green, blue, alpha; false when the data are damaged or end early.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> data, byte* pixels, nuint size, int rowBytes)
    {
        fixed (byte* bytes = data)
            return ((delegate* unmanaged<byte*, nuint, byte*, nuint, int, byte*>)DecodeRgba.Value)(bytes, (nuint)data.Length, pixels, size, rowBytes) != null;
    }
}
