using System.Buffers.Binary;

namespace DialClip.Encoders.Imaging;

/// <summary>Reads the marker structure of a JPEG (ITU-T T.81, annex B).</summary>
internal static class JpegStructure
{
    private const string Format = "JPEG";

    // Each scan costs a pass over the whole picture, however few bytes it has. Encoders write about a dozen.
    private const int MaxScans = 100;

    // So many are accepted at any size; more only while all passes together cost no more than one large picture.
    private const int OrdinaryScans = 20;

    private const int LastReserved = 0xBF;
    private const int StartOfScan = 0xDA;
    private const int EndOfImage = 0xD9;

    /// <summary>Reads the structure; the decoder reads EXIF itself.</summary>
    /// <exception cref="ImageFormatException">
    /// The file ends before its end marker, holds no scan, so many that decoding would take too long, or too many
    /// pixels.
    /// </exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file, ImageLimits limits, PictureWork work)
    {
        var scans = 0;
        (int Width, int Height)? size = null;
        for (var at = 2; NextMarker(file, ref at) is var marker && marker != EndOfImage; )
        {
            // Stuffed zeros, restart markers and TEM stand alone. So do bytes that are no marker of any JPEG: where a
            // restart is due, the decoder steps over these two alone, so scans behind a made-up length are counted.
            work.AddStep();
            if (marker is <= LastReserved or (>= 0xD0 and <= 0xD8))
                continue;
            work.AddPart();
            if (file.Length - at < 2)
                throw ImageFormatException.EndsEarly(Format, file.Length);
            var segment = file[at..];
            scans += marker == StartOfScan ? 1 : 0;
            if (size is null && IsStartOfFrame(marker) && segment.Length >= 7)
            {
                size = (
                    BinaryPrimitives.ReadUInt16BigEndian(segment[5..]),
                    BinaryPrimitives.ReadUInt16BigEndian(segment[3..])
                );
                limits.Require(Format, size.Value.Width, size.Value.Height);
            }

            at += BinaryPrimitives.ReadUInt16BigEndian(segment);
        }

        if (scans == 0 || size is not var (width, height))
            throw ImageFormatException.Damaged(Format, file.Length, "it holds no picture before its end marker");
        if (scans > MaxScans || (scans > OrdinaryScans && (long)scans * width * height > PictureWork.MaxPassedPixels))
            throw ImageFormatException.Damaged(
                Format,
                file.Length,
                $"its {width} x {height} pixels come in {scans} scans, where about 10 are usual"
            );
        return new(Frames: 1, Orientation: 1);
    }

    // Leaves the position behind the marker.
    private static int NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        var start = at < file.Length ? file[at..].IndexOf((byte)0xFF) : -1;
        // A marker may be preceded by any number of fill bytes.
        var length = start < 0 ? -1 : file[(at + start)..].IndexOfAnyExcept((byte)0xFF);
        if (length < 0)
            throw ImageFormatException.EndsEarly(Format, file.Length);
        at += start + length + 1;
        return file[at - 1];
    }

    // C4, C8 and CC are tables and an extension.
    private static bool IsStartOfFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
