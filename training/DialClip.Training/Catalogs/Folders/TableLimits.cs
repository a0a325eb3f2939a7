namespace DialClip.Training.Catalogs.Folders;

/// <summary>The limits of what people write of items; what is beyond them is cut or left off, and said.</summary>
internal static class TableLimits
{
    /// <summary>The most bytes of a table.</summary>
    public const int TableBytes = 64 << 20;

    /// <summary>The most bytes of a file of one picture's words.</summary>
    public const int SidecarBytes = 64 << 10;

    /// <summary>The most characters of a caption or a text.</summary>
    public const int Words = 2_000;

    /// <summary>The most characters of a name.</summary>
    public const int Name = 200;

    /// <summary>The most characters of an id.</summary>
    public const int Id = 200;

    /// <summary>The most keywords of an item.</summary>
    public const int Keywords = 64;

    /// <summary>The most tags of an item.</summary>
    public const int Tags = 16;

    /// <summary>The most values of a tag.</summary>
    public const int TagValues = 32;

    /// <summary>The most characters of a keyword, of a tag's name and of its value.</summary>
    public const int Short = 64;
}
