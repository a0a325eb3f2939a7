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
    /// <param name="limits">The limits; a JPEG's and a PNG's size is compared as soon as it is read.</param>
    /// <exception cref="ImageFormatException">
    /// The file ends early, holds no picture, or one beyond the limits.
    /// </exception>
    public static PictureStructure Read(ReadOnlySpan<byte> file, string format, ImageLimits limits) =>
        format switch
        {
            "JPEG" => JpegStructure.Read(file, limits),
            "PNG" => PngStructure.Read(file, limits),
            "GIF" => GifStructure.Read(file),
            "WebP" => WebpStructure.Read(file),
            // A BMP is a header and rows of known length: its decoder reports every missing byte.
            _ => new(Frames: 1, Orientation: 1),
        };
}
