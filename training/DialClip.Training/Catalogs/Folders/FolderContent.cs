namespace DialClip.Training.Catalogs.Folders;

/// <summary>What a catalog can be made of.</summary>
/// <param name="Items">The items, in ordinal order of their ids.</param>
/// <param name="Findings">What was left out, or is to be said.</param>
internal sealed record FolderContent(IReadOnlyList<FolderItem> Items, IReadOnlyList<Finding> Findings);
