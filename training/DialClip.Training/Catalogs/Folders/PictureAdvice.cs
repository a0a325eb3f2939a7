using DialClip.Encoders.Imaging;

namespace DialClip.Training.Catalogs.Folders;

/// <summary>What to do about pictures that cannot be taken.</summary>
internal static class PictureAdvice
{
    /// <summary>Gets the sentences about a format that is not decoded here.</summary>
    public static string ForFormat(string format)
    {
        var tool = format switch
        {
            "HEIC" or "HEIF" => ", such as with 'heif-convert a.heic a.jpg'",
            "AVIF" => ", such as with 'avifdec a.avif a.png'",
            "JPEG XL" => ", such as with 'djxl a.jxl a.png'",
            "SVG" => ", such as with 'rsvg-convert -w 512 a.svg -o a.png'",
            _ => ", such as with 'magick a.tif a.png'",
        };
        return $"{format} is not decoded here; expected JPEG, PNG, WebP, GIF or BMP. Convert it{tool}.";
    }

    /// <summary>Gets the kind of finding and the sentences about a file that is no usable picture.</summary>
    public static (FindingKind Kind, string What) ForError(ImageFormatException error)
    {
        // The error's own advice is for somebody who sends a picture.
        var end = error.Message.IndexOf(" Send ", StringComparison.Ordinal);
        var what = end < 0 ? error.Message : error.Message[..end];
        return error.Error switch
        {
            ImageError.NotAPicture => (FindingKind.OtherFormat, $"{what} Convert it to JPEG or PNG."),
            ImageError.TooManyPixels or ImageError.TooManyBytes => (FindingKind.TooLarge, $"{what} Make it smaller."),
            _ => (FindingKind.Unreadable, $"{what} Copy it into the folder again, or save it anew."),
        };
    }
}
