namespace DialClip.Encoders.Imaging;

/// <summary>The errors of an unusable picture.</summary>
public enum ImageError
{
    /// <summary>The bytes begin as a supported format, but cannot be decoded or end early.</summary>
    Damaged,

    /// <summary>The format is not supported.</summary>
    NotAPicture,

    /// <summary>The picture has more pixels than the limit.</summary>
    TooManyPixels,

    /// <summary>The file has more bytes than the limit.</summary>
    TooManyBytes,
}
