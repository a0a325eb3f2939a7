namespace DialClip.Encoders.Imaging;

/// <summary>One dimension of a crop, or of a border, around the centre of a resized picture.</summary>
/// <param name="First">The first pixel of the resized picture that stays.</param>
/// <param name="Count">The number of pixels that stay.</param>
/// <param name="Offset">The number of pixels of the border before them.</param>
internal readonly record struct CropSpan(long First, int Count, int Offset)
{
    /// <summary>Computes the span of a resized side in a square input.</summary>
    /// <param name="length">The length of the resized side.</param>
    /// <param name="size">The side of the input.</param>
    public static CropSpan Create(long length, int size) =>
        length < size
            ? new(0, (int)length, (size - (int)length) / 2)
            // Half a pixel goes to the even side, as the reference rounds.
            : new((long)Math.Round((length - size) / 2.0, MidpointRounding.ToEven), size, 0);
}
