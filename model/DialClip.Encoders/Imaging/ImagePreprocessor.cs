using System.Globalization;

namespace DialClip.Encoders.Imaging;

/// <summary>
/// Computes a vision tower's input: resizes (by default the short side, bicubic, antialiased), crops the centre and
/// normalizes.
/// </summary>
/// <remarks>
/// Reproduces CLIP's own preprocessing on Pillow to the last level, because features move with every level.
/// </remarks>
public sealed class ImagePreprocessor
{
    private readonly float[][] levels;
    private readonly PictureResize resize;

    /// <summary>Creates a preprocessor for one tower.</summary>
    /// <param name="size">The side of the tower's square input in pixels, 1 to 4096.</param>
    /// <param name="mean">The mean of each channel, of values between 0 and 1.</param>
    /// <param name="std">The deviation of each channel, above 0.</param>
    /// <param name="resize">How pictures become square; null for CLIP's own way.</param>
    public ImagePreprocessor(int size, float[] mean, float[] std, PictureResize? resize = null)
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
        this.resize = resize ?? PictureResize.CreateDefault(size);
        if (this.resize.Mode == ResizeMode.Longest ? this.resize.Length != size : this.resize.Length < size)
            throw new ArgumentException(
                $"A resize to {this.resize.Length} pixels does not fill an input of {size}.",
                nameof(resize)
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
        if (resize.Background is { } level)
            image = image.BlendOn(level);
        var (width, height) = resize.ComputeSize(image.Width, image.Height);
        var (across, down) = (CropSpan.Create(width, Size), CropSpan.Create(height, Size));
        var kernel = resize.Interpolation;
        var columns = new ResamplingWindow(image.Width, width, across.First, across.Count, kernel);
        var rows = new ResamplingWindow(image.Height, height, down.First, down.Count, kernel);

        // Only the rows that the vertical pass reads.
        var firstRow = rows.Starts[0];
        var rowCount = rows.Starts[^1] + rows.Counts[^1] - firstRow;
        var line = across.Count * 3;
        var narrow = new byte[(long)rowCount * line];
        for (var row = 0; row < rowCount; row++)
            ResamplingPass.ResizeRow(
                image.Pixels.AsSpan((firstRow + row) * image.Width * 3, image.Width * 3),
                columns,
                narrow.AsSpan(row * line, line)
            );
        var output = new byte[Size * Size * 3];
        if (across.Count < Size || down.Count < Size)
            output.AsSpan().Fill(resize.Fill);
        for (var row = 0; row < down.Count; row++)
            ResamplingPass.ResizeColumn(
                narrow.AsSpan((rows.Starts[row] - firstRow) * line),
                rows.Weights(row),
                output.AsSpan(((down.Offset + row) * Size + across.Offset) * 3, line)
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

    private static string Numbers(float[] values) =>
        string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
