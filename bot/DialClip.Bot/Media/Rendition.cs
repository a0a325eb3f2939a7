namespace DialClip.Bot.Media;

/// <summary>A smaller picture that is made of one in the catalog. Only the listed ones are served, so nobody can have others made.</summary>
/// <param name="Name">What addresses call it.</param>
/// <param name="MaxEdge">The most pixels of the longer side.</param>
/// <param name="MaxBytes">The most bytes.</param>
internal sealed record Rendition(string Name, int MaxEdge, int MaxBytes)
{
    /// <summary>Gets the one that Teams shows: 1024 x 1024 pixels and 1 MB.</summary>
    public static Rendition Large { get; } = new("w1024", 1024, 1_000_000);

    /// <summary>Gets the one of a name; null when there is none.</summary>
    public static Rendition? Find(string name) => name == Large.Name ? Large : null;
}
