namespace DialClip.Encoders.Imaging;

/// <summary>Why bytes are no picture that can be used.</summary>
public enum ImageError
{
    /// <summary>They begin as a supported format, but cannot be decoded or end early.</summary>
    Damaged,

    /// <summary>They are of no supported format.</summary>
    NotAPicture,

    /// <summary>The picture has more pixels than the limit.</summary>
    TooManyPixels,

    /// <summary>The file has more bytes than the limit.</summary>
    TooManyBytes,
}
