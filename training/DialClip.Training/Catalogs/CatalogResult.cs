using DialClip.Training.Catalogs.Folders;

namespace DialClip.Training.Catalogs;

/// <summary>The outcome of making or updating a catalog.</summary>
/// <param name="Reference">The path of the version in the store.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="IsNew">Whether the version was written now.</param>
/// <param name="Content">What the folder holds, and what was left out.</param>
/// <param name="Indexes">The indexes of the version.</param>
internal sealed record CatalogResult(
    string Reference,
    string Digest,
    bool IsNew,
    FolderContent Content,
    IReadOnlyList<BuiltIndex> Indexes
)
{
    /// <summary>Gets the number of files and rows that were left out.</summary>
    public int LeftOut => Content.Findings.Count(finding => finding.IsLeftOut);
}
