namespace DialClip.Bot.Media;

/// <summary>
/// A scaled picture of one in the catalog. Only the listed renditions are served, so that callers cannot request
/// others.
/// </summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="MaxEdge">The maximum length of the longer side, in pixels.</param>
/// <param name="MaxBytes">The maximum size, in bytes.</param>
internal sealed record Rendition(string Name, int MaxEdge, int MaxBytes)
{
    /// <summary>Gets the rendition for Teams: 1024 x 1024 pixels and 1 MB.</summary>
    public static Rendition Large { get; } = new("w1024", 1024, 1_000_000);

    /// <summary>Gets the rendition of a name; null when there is none.</summary>
    public static Rendition? Find(string name) => name == Large.Name ? Large : null;
}
