namespace DialClip.Model.Imaging;

/// <summary>Tells that bytes are no picture that can be used; the message is fit to be shown to a user.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Makes the error without a reason.</summary>
    public ImageFormatException()
        : base("The picture cannot be used.")
    {
    }

    /// <summary>Makes the error from what was found and what was expected.</summary>
    public ImageFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error from what was found and what was expected, and what was thrown beneath.</summary>
    public ImageFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the error from what is wrong, what was found and what was expected.</summary>
    public ImageFormatException(ImageFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>Gets what is wrong with the bytes.</summary>
    public ImageFault Fault { get; }
}
