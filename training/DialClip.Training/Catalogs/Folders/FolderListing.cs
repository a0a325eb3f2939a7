namespace DialClip.Training.Catalogs.Folders;

/// <summary>The files of a folder and its subfolders, by what they are for a catalog.</summary>
/// <param name="Pictures">Files with the endings of pictures, in ordinal order of their paths.</param>
/// <param name="Sidecars">Files of one picture's words, in ordinal order of their paths.</param>
/// <param name="Tables">The tables by their names: items.csv, items.jsonl, texts.csv, texts.jsonl.</param>
/// <param name="Others">The paths of everything else, which the findings explain.</param>
internal sealed record FolderListing(
    IReadOnlyList<FolderFile> Pictures,
    IReadOnlyList<FolderFile> Sidecars,
    IReadOnlyDictionary<string, FolderFile> Tables,
    IReadOnlySet<string> Others
)
{
    public const string ItemsCsv = "items.csv";
    public const string ItemsJson = "items.jsonl";
    public const string TextsCsv = "texts.csv";
    public const string TextsJson = "texts.jsonl";

    /// <summary>Gets all files that make up a catalog.</summary>
    public IEnumerable<FolderFile> Files => Pictures.Concat(Sidecars).Concat(Tables.Values);
}
