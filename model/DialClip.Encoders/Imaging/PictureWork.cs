namespace DialClip.Encoders.Imaging;

/// <summary>
/// Counts what a picture file asks of its decoder, before a decoder sees it, and refuses what is beyond any picture's
/// need; whoever no longer waits for the picture ends the count.
/// </summary>
/// <param name="format">The format's name, for errors.</param>
/// <param name="length">The number of bytes of the file.</param>
/// <param name="cancellationToken">Ends the count.</param>
internal sealed class PictureWork(string format, int length, CancellationToken cancellationToken)
{
    /// <summary>The most parts of a container: segments, chunks, frames and blocks of frames.</summary>
    public const int MaxParts = 100_000;

    /// <summary>The most pixels that all passes of a decoder over the picture may cover.</summary>
    public const long MaxPassedPixels = 400_000_000;

    // A check of a token costs about as much as a part.
    private const int PartsPerCheck = 256;

    private int parts;
    private int steps;

    /// <summary>Counts a part of the container.</summary>
    /// <exception cref="ImageFormatException">There are more than any picture needs.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the picture any more.</exception>
    public void AddPart()
    {
        AddStep();
        if (++parts > MaxParts)
            throw ImageFormatException.Damaged(
                format,
                length,
                FormattableString.Invariant($"its file has more than {MaxParts:N0} parts")
            );
    }

    /// <summary>Counts a step within a part; their number is bounded by the bytes of the file.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the picture any more.</exception>
    public void AddStep()
    {
        if (steps++ % PartsPerCheck == 0)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Compares the passes of a decoder with the limit.</summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="passes">How often the decoder goes over all pixels, as a whole number.</param>
    /// <exception cref="ImageFormatException">They cover more pixels than the limit.</exception>
    public void RequirePasses(long width, long height, int passes)
    {
        if ((Int128)width * height * passes > MaxPassedPixels)
            throw ImageFormatException.TooManyPixels(
                $"{passes} times stored {format}",
                width,
                height,
                MaxPassedPixels / passes
            );
    }
}
