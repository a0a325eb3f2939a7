namespace DialClip.Bot.Media;

/// <summary>A scaled copy of a catalog's picture. Only the sizes listed here are served.</summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="MaxEdge">The most pixels of the longer side.</param>
/// <param name="MaxBytes">The most bytes.</param>
internal sealed record Rendition(string Name, int MaxEdge, int MaxBytes)
{
    /// <summary>Gets the rendition within Teams' limits: 1024 x 1024 pixels and 1 MB.</summary>
    public static Rendition Large { get; } = new("w1024", 1024, 1_000_000);

    /// <summary>Finds a rendition by name; null when there is none.</summary>
    public static Rendition? Find(string name) => name == Large.Name ? Large : null;
}
