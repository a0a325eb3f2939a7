namespace DialClip.Encoders.Imaging;

/// <summary>The format of a file that is made of a picture.</summary>
public enum PictureFormat
{
    /// <summary>Without loss, with alpha.</summary>
    Png,

    /// <summary>With loss, without alpha.</summary>
    Jpeg,
}
