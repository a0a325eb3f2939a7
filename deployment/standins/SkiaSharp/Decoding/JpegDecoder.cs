using SkiaSharp.Native;

namespace SkiaSharp.Decoding;

/// <summary>JPEG, baseline and progressive; four inks become three colours.</summary>
internal sealed class JpegDecoder : PictureDecoder
{
    // Every scan of a progressive picture costs a pass over all of it, however few bytes it has; real ones have about a dozen.
    private const int MostScans = 100;

    // That many are taken at any size; more only while all their passes together stay within what one large picture costs.
    private const int OrdinaryScans = 20;
    private const long MostScannedPixels = 400_000_000;

    private readonly byte[] data;
    private readonly bool inks;
    private readonly bool isWhole;
    private readonly bool isProgressive;

    private JpegDecoder(byte[] data, int width, int height, bool inks, JpegMarkers markers)
        : base(SKEncodedImageFormat.Jpeg, width, height)
    {
        this.data = data;
        this.inks = inks;
        isWhole = markers.HasEnd;
        isProgressive = markers.IsProgressive;
        IsOpaque = true;
        Origin = markers.Origin;
    }

    public static (PictureDecoder? Decoder, SKCodecResult Result) Open(byte[] data)
    {
        var markers = JpegMarkers.Read(data);
        if (markers.Scans > MostScans)
            return (null, SKCodecResult.InvalidInput);
        if (!TurboJpeg.TryReadHeader(data, out var width, out var height, out var colorspace))
            return (null, markers.HasEnd || markers.Scans > 0 ? SKCodecResult.InvalidInput : SKCodecResult.IncompleteInput);
        if (markers.Scans > OrdinaryScans && markers.Scans * (long)width * height > MostScannedPixels)
            return (null, SKCodecResult.InvalidInput);
        return (new JpegDecoder(data, width, height, colorspace is TurboJpeg.ColorspaceCmyk or TurboJpeg.ColorspaceYcck, markers), SKCodecResult.Success);
    }

    public override unsafe SKCodecResult Decode(PixelTarget target)
    {
        // With an end marker the decoder warns about missing pixels only, not about the missing end.
        var warned = TurboJpeg.Decode(isWhole ? data : [.. data, 0xFF, 0xD9], target.Start, Width, Height, target.RowBytes, inks);
        if (warned is null)
            return isWhole ? SKCodecResult.ErrorInInput : SKCodecResult.IncompleteInput;
        if (inks)
            ConvertInks(target);
        // Damage that the decoder gets over is no error, as in the real package.
        return !isWhole && (warned.Value || isProgressive) ? SKCodecResult.IncompleteInput : SKCodecResult.Success;
    }

    // Files store inks inverted: 255 is none.
    private static void ConvertInks(PixelTarget target)
    {
        for (var y = 0; y < target.Height; y++)
        {
            var row = target.Row(y);
            for (var i = 0; i < row.Length; i += 4)
            {
                for (var channel = i; channel < i + 3; channel++)
                    row[channel] = (byte)((row[channel] * row[i + 3] + 127) / 255);
                row[i + 3] = 255;
            }
        }
    }
}
