namespace DialClip.Encoders.Imaging;

/// <summary>Tells that bytes are no picture that can be used; the message is fit to be shown to a user.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Makes the error without a reason.</summary>
    public ImageFormatException()
        : base("The picture cannot be used.") { }

    /// <summary>Makes the error from what was found and what was expected.</summary>
    public ImageFormatException(string message)
        : base(message) { }

    /// <summary>Makes the error from what was found and what was expected, and what was thrown beneath.</summary>
    public ImageFormatException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Makes the error from what is wrong, what was found and what was expected.</summary>
    public ImageFormatException(ImageError fault, string message)
        : base(message) => Error = fault;

    /// <summary>Gets what is wrong with the bytes.</summary>
    public ImageError Error { get; }

    /// <summary>Makes the error of a file that is shorter than its format says.</summary>
    /// <param name="format">The format's name.</param>
    /// <param name="length">The number of bytes that there are.</param>
    internal static ImageFormatException EndsEarly(string format, int length) =>
        new(
            FormattableString.Invariant($"The {format} picture ends early, after {length:N0} bytes. ")
                + "Send the whole file again."
        );

    /// <summary>Makes the error of a damaged file.</summary>
    /// <param name="format">The format's name.</param>
    /// <param name="length">The number of bytes that there are.</param>
    /// <param name="damage">What is wrong, as a clause.</param>
    internal static ImageFormatException Damaged(string format, int length, string damage) =>
        new(
            FormattableString.Invariant($"The {format} picture of {length:N0} bytes is damaged: {damage}. ")
                + "Send it again or in another format."
        );

    /// <summary>Makes the error of bytes that are no supported picture.</summary>
    internal static ImageFormatException NotAPicture(ReadOnlySpan<byte> bytes) =>
        new(
            ImageError.NotAPicture,
            $"The picture is {ImageSignature.Describe(bytes)}; expected {ImageSignature.Supported}. "
                + "Send it in one of these formats."
        );

    /// <summary>Makes the error of a picture with too many pixels.</summary>
    internal static ImageFormatException TooManyPixels(string format, long width, long height, long most) =>
        new(
            ImageError.TooManyPixels,
            FormattableString.Invariant($"The {format} picture has {width} x {height} pixels; ")
                + FormattableString.Invariant($"at most {most:N0} in all are accepted. ")
                + "Send a smaller one."
        );

    /// <summary>Makes the error of a file with too many bytes.</summary>
    /// <param name="found">The number that was found, in words.</param>
    /// <param name="limits">The limits.</param>
    internal static ImageFormatException TooManyBytes(string found, ImageLimits limits) =>
        new(
            ImageError.TooManyBytes,
            FormattableString.Invariant($"The picture has {found} bytes; at most {limits.MaxBytes:N0} are accepted. ")
                + "Send a smaller one."
        );

    /// <summary>Makes the error of a picture that is within the limits, but not within this machine's memory.</summary>
    internal static ImageFormatException OutOfMemory(string format, int width, int height) =>
        new(
            ImageError.TooManyPixels,
            $"There is not enough memory for the {width} x {height} pixels of the {format} picture. Send a smaller one."
        );
}
