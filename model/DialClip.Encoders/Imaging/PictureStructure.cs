namespace DialClip.Encoders.Imaging;

/// <summary>The facts that a picture file's container tells, read without a decoder and without any pixel.</summary>
/// <remarks>
/// The native decoders decode what there is of a truncated file and some do not report it; files are therefore walked
/// from their first byte to the end that their format marks before a decoder sees them. What lies behind that end is
/// ignored: cameras append previews there.
/// </remarks>
/// <param name="Frames">The number of pictures, at least 1.</param>
/// <param name="Orientation">The EXIF orientation, 1 to 8; 1 where the file names none.</param>
internal readonly record struct PictureStructure(int Frames, int Orientation)
{
    /// <summary>Reads the structure of a whole file.</summary>
    /// <param name="file">The file's bytes, which begin as the format does.</param>
    /// <param name="format">The name that <see cref="ImageSignature.Recognize"/> gives.</param>
    /// <param name="limits">The limits; the size is compared as soon as it is read.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="ImageFormatException">
    /// The file ends early, holds no picture, or one beyond the limits, or asks for more work than any picture needs.
    /// </exception>
    public static PictureStructure Read(
        ReadOnlySpan<byte> file,
        string format,
        ImageLimits limits,
        CancellationToken cancellationToken = default
    )
    {
        var work = new PictureWork(format, file.Length, cancellationToken);
        return format switch
        {
            "JPEG" => JpegStructure.Read(file, limits, work),
            "PNG" => PngStructure.Read(file, limits, work),
            "GIF" => GifStructure.Read(file, limits, work),
            "WebP" => WebpStructure.Read(file, limits, work),
            _ => BmpStructure.Read(file, limits),
        };
    }
}
