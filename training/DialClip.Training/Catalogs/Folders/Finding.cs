namespace DialClip.Training.Catalogs.Folders;

/// <summary>Something to be said of a folder's file or row.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Where">The file, relative to the folder, with the line of a row.</param>
/// <param name="What">What was found and what to do, one sentence or more.</param>
internal sealed record Finding(FindingKind Kind, string Where, string What)
{
    /// <summary>Gets whether the item is left out of the catalog because of it.</summary>
    public bool IsLeftOut => Kind <= FindingKind.DamagedRow;
}
