using DialClip.Artifacts.Format;

namespace DialClip.Encoders.Imaging;

/// <summary>How pictures become square: a resize, then a crop or a border around the centre.</summary>
/// <param name="Mode">The side that gets the length.</param>
/// <param name="Length">
/// Its length in pixels: at least the side of the input, and for <see cref="ResizeMode.Longest"/> exactly that.
/// </param>
/// <param name="Interpolation">The kernel.</param>
/// <param name="Fill">The level of the border of a picture that is smaller than the input.</param>
public sealed record PictureResize(ResizeMode Mode, int Length, Interpolation Interpolation, byte Fill)
{
    /// <summary>Gets the level behind transparent pixels; null where their alpha is dropped, as CLIP does.</summary>
    public byte? Background { get; init; }

    /// <summary>Creates CLIP's own resize: the shorter side, bicubic, to the side of the input.</summary>
    /// <param name="size">The side of the square input in pixels.</param>
    public static PictureResize CreateDefault(int size) => new(ResizeMode.Shortest, size, Interpolation.Bicubic, 0);

    /// <summary>Creates the resize of a backbone.</summary>
    /// <param name="properties">Of its manifest, validated; null for the default.</param>
    /// <param name="size">The side of the square input in pixels.</param>
    public static PictureResize Create(ResizeProperties? properties, int size) =>
        properties is null
            ? CreateDefault(size)
            : new(
                Enum.Parse<ResizeMode>(properties.Mode, ignoreCase: true),
                properties.Length,
                Enum.Parse<Interpolation>(properties.Interpolation, ignoreCase: true),
                (byte)properties.Fill
            )
            {
                Background = (byte?)properties.Background,
            };

    /// <summary>Gets the properties for a manifest; null for the default, as older manifests have it.</summary>
    /// <param name="size">The side of the square input in pixels.</param>
    public ResizeProperties? ToProperties(int size) =>
        this == CreateDefault(size)
            ? null
            : new(Mode.ToString().ToLowerInvariant(), Length, Interpolation.ToString().ToLowerInvariant(), Fill)
            {
                Background = Background,
            };

    /// <summary>Computes the size of a resized picture in pixels, before the crop.</summary>
    internal (long Width, long Height) ComputeSize(int width, int height)
    {
        var (shorter, longer) = (Math.Min(width, height), Math.Max(width, height));
        return Mode switch
        {
            ResizeMode.Squash => (Length, Length),
            ResizeMode.Longest => (Shrink(width), Shrink(height)),
            // Rounded down, as torchvision does.
            _ => (
                width == shorter ? Length : (long)Length * width / shorter,
                height == shorter ? Length : (long)Length * height / shorter
            ),
        };

        // Rounded to the nearest, half to even, as open_clip does; a line of pixels keeps one.
        long Shrink(int side) =>
            Math.Max(1, (long)Math.Round(side / ((double)longer / Length), MidpointRounding.ToEven));
    }
}
