namespace DialClip.Encoders.Imaging;

/// <summary>The facts in a picture file's header.</summary>
/// <param name="Width">The width in pixels, as stored.</param>
/// <param name="Height">The height in pixels, as stored.</param>
/// <param name="IsOpaque">Whether no pixel can be transparent.</param>
/// <param name="IsAnimated">Whether it holds more than one picture.</param>
public sealed record PictureFacts(int Width, int Height, bool IsOpaque, bool IsAnimated)
{
    /// <summary>Gets the longer side in pixels.</summary>
    public int Edge => Math.Max(Width, Height);
}
