using System.Globalization;

namespace DialClip.Encoders.Imaging;

/// <summary>
/// Computes a vision tower's input: resizes the short side (bicubic, antialiased), crops the centre and normalizes.
/// </summary>
/// <remarks>
/// Reproduces CLIP's own preprocessing on Pillow to the last level, because features move with every level.
/// </remarks>
public sealed class ImagePreprocessor
{
    private readonly float[][] levels;

    /// <summary>Creates a preprocessor for one tower.</summary>
    /// <param name="size">The side of the tower's square input in pixels, 1 to 4096.</param>
    /// <param name="mean">The mean of each channel, of values between 0 and 1.</param>
    /// <param name="std">The deviation of each channel, above 0.</param>
    public ImagePreprocessor(int size, float[] mean, float[] std)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(std);
        if (size is < 1 or > 4096)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A tower's input has 1 to 4096 pixels a side.");
        if (
            mean.Length != 3
            || std.Length != 3
            || mean.Any(value => !float.IsFinite(value))
            || std.Any(value => !(value > 0) || !float.IsFinite(value))
        )
            throw new ArgumentException(
                $"Mean [{Numbers(mean)}] and deviation [{Numbers(std)}] are no three channels; "
                    + "expected 3 numbers each, deviations above 0."
            );
        Size = size;
        levels =
        [
            .. mean.Zip(
                std,
                (centre, spread) => Enumerable.Range(0, 256).Select(level => (level / 255f - centre) / spread).ToArray()
            ),
        ];
    }

    /// <summary>Gets the side of the square output in pixels.</summary>
    public int Size { get; }

    /// <summary>Gets the resized and cropped picture, uint8 (Size, Size, 3).</summary>
    public byte[] ResizeAndCrop(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var shortSide = Math.Min(image.Width, image.Height);
        var width = image.Width == shortSide ? Size : (long)Size * image.Width / shortSide;
        var height = image.Height == shortSide ? Size : (long)Size * image.Height / shortSide;
        var columns = new ResamplingWindow(image.Width, width, CropStart(width), Size);
        var rows = new ResamplingWindow(image.Height, height, CropStart(height), Size);

        // Only the rows that the vertical pass reads.
        var firstRow = rows.Starts[0];
        var rowCount = rows.Starts[^1] + rows.Counts[^1] - firstRow;
        var narrow = new byte[(long)rowCount * Size * 3];
        for (var row = 0; row < rowCount; row++)
            ResamplingPass.ResizeRow(
                image.Pixels.AsSpan((firstRow + row) * image.Width * 3, image.Width * 3),
                columns,
                narrow.AsSpan(row * Size * 3, Size * 3)
            );
        var output = new byte[Size * Size * 3];
        for (var row = 0; row < Size; row++)
            ResamplingPass.ResizeColumn(
                narrow.AsSpan((rows.Starts[row] - firstRow) * Size * 3),
                rows.Weights(row),
                output.AsSpan(row * Size * 3, Size * 3)
            );
        return output;
    }

    /// <summary>Gets the tower's input, float (3, Size, Size), normalised.</summary>
    public float[] ToPixels(RgbImage image)
    {
        var pixels = new float[3 * Size * Size];
        Normalize(ResizeAndCrop(image), pixels);
        return pixels;
    }

    /// <summary>Normalises what <see cref="ResizeAndCrop"/> gave.</summary>
    /// <param name="cropped">uint8 (Size, Size, 3).</param>
    /// <param name="pixels">The destination, float (3, Size, Size).</param>
    /// <exception cref="ArgumentException">One of the two is of another size.</exception>
    public void Normalize(ReadOnlySpan<byte> cropped, Span<float> pixels)
    {
        var plane = Size * Size;
        if (cropped.Length != 3 * plane || pixels.Length != 3 * plane)
            throw new ArgumentException(
                $"Found {cropped.Length} levels and room for {pixels.Length} values; expected {3 * plane} of both.",
                nameof(cropped)
            );
        for (var channel = 0; channel < 3; channel++)
        {
            var channelLevels = levels[channel];
            for (var i = 0; i < plane; i++)
                pixels[channel * plane + i] = channelLevels[cropped[i * 3 + channel]];
        }
    }

    // Half a pixel goes to the even side, as the reference rounds.
    private long CropStart(long length) => (long)Math.Round((length - Size) / 2.0, MidpointRounding.ToEven);

    private static string Numbers(float[] values) =>
        string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
