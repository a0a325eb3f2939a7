namespace DialClip.Encoders.Imaging;

/// <summary>The exception for an unusable picture; its message may be shown to a user.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ImageFormatException()
        : base("The picture cannot be used.") { }

    /// <summary>Creates the exception of a damaged picture.</summary>
    public ImageFormatException(string message)
        : base(message) { }

    /// <summary>Creates the exception of a damaged picture with its cause.</summary>
    public ImageFormatException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Creates the exception with its error.</summary>
    public ImageFormatException(ImageError error, string message)
        : base(message) => Error = error;

    /// <summary>Gets the error, by which callers can branch.</summary>
    public ImageError Error { get; }

    /// <summary>Creates the exception of a truncated file.</summary>
    /// <param name="format">The format's name.</param>
    /// <param name="length">The number of bytes that there are.</param>
    internal static ImageFormatException EndsEarly(string format, int length) =>
        new(
            FormattableString.Invariant($"The {format} picture ends early, after {length:N0} bytes. ")
                + "Send the whole file again."
        );

    /// <summary>Creates the exception of a damaged file.</summary>
    /// <param name="format">The format's name.</param>
    /// <param name="length">The number of bytes that there are.</param>
    /// <param name="damage">The damage, as a clause.</param>
    internal static ImageFormatException Damaged(string format, int length, string damage) =>
        new(
            FormattableString.Invariant($"The {format} picture of {length:N0} bytes is damaged: {damage}. ")
                + "Send it again or in another format."
        );

    /// <summary>Creates the exception of an unsupported format.</summary>
    internal static ImageFormatException NotAPicture(ReadOnlySpan<byte> bytes) =>
        new(
            ImageError.NotAPicture,
            $"The picture is {ImageSignature.Describe(bytes)}; expected {ImageSignature.Supported}. "
                + "Send it in one of these formats."
        );

    /// <summary>Creates the exception of a picture with too many pixels.</summary>
    internal static ImageFormatException TooManyPixels(string format, long width, long height, long most) =>
        new(
            ImageError.TooManyPixels,
            FormattableString.Invariant($"The {format} picture has {width} x {height} pixels; ")
                + FormattableString.Invariant($"at most {most:N0} in all are accepted. ")
                + "Send a smaller one."
        );

    /// <summary>Creates the exception of a file with too many bytes.</summary>
    internal static ImageFormatException TooManyBytes(int length, ImageLimits limits) =>
        new(
            ImageError.TooManyBytes,
            FormattableString.Invariant(
                $"The picture has {length:N0} bytes; at most {limits.MaxBytes:N0} are accepted. "
            ) + "Send a smaller one."
        );

    /// <summary>Creates the exception of a picture within the limits for which memory does not suffice.</summary>
    internal static ImageFormatException OutOfMemory(string format, int width, int height) =>
        new(
            ImageError.TooManyPixels,
            $"There is not enough memory for the {width} x {height} pixels of the {format} picture. Send a smaller one."
        );
}
