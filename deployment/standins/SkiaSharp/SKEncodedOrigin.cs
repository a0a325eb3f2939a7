namespace SkiaSharp;

/// <summary>Which corner of the seen picture the first stored pixel is; the numbers are EXIF's.</summary>
public enum SKEncodedOrigin
{
    Default = 1,
    TopLeft = 1,
    TopRight = 2,
    BottomRight = 3,
    BottomLeft = 4,
    LeftTop = 5,
    RightTop = 6,
    RightBottom = 7,
    LeftBottom = 8,
}
