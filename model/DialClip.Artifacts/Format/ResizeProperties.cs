using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>How a vision tower's pictures become square: a resize, then a crop or a border around the centre.</summary>
/// <param name="Mode">shortest, longest (the side that gets the length), or squash (both sides).</param>
/// <param name="Length">The length of that side in pixels.</param>
/// <param name="Interpolation">bicubic or bilinear, both antialiased as Pillow does.</param>
/// <param name="Fill">The level of the border, 0 to 255.</param>
public sealed record ResizeProperties(string Mode, int Length, string Interpolation, int Fill)
{
    /// <summary>Gets the level behind transparent pixels, 0 to 255; null where their alpha is dropped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Background { get; init; }

    /// <summary>Gets the values of <see cref="Mode"/>.</summary>
    internal static IReadOnlyList<string> Modes { get; } = ["shortest", "longest", "squash"];

    /// <summary>Gets the values of <see cref="Interpolation"/>.</summary>
    internal static IReadOnlyList<string> Interpolations { get; } = ["bicubic", "bilinear"];

    internal IEnumerable<string> Validate(int imageSize)
    {
        if (!Modes.Contains(Mode))
            yield return $"vision.resize.mode is '{Mode}', expected {string.Join(", ", Modes)}";
        if (!Interpolations.Contains(Interpolation))
            yield return $"vision.resize.interpolation is '{Interpolation}', expected "
                + string.Join(" or ", Interpolations);
        if (Mode == "longest" ? Length != imageSize : Length < imageSize)
            yield return $"vision.resize.length is {Length}, expected {imageSize}"
                + (Mode == "longest" ? "" : " or more");
        if (Fill is < 0 or > 255)
            yield return $"vision.resize.fill is {Fill}, expected 0 to 255";
        if (Background is < 0 or > 255)
            yield return $"vision.resize.background is {Background}, expected 0 to 255";
    }
}
