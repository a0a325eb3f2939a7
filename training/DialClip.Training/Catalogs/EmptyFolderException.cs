using DialClip.Training.Catalogs.Folders;

namespace DialClip.Training.Catalogs;

/// <summary>The exception for a folder without a single item that a catalog can have.</summary>
/// <param name="content">What was found in it.</param>
internal sealed class EmptyFolderException(FolderContent content)
    : InvalidOperationException(
        "The folder holds nothing for a catalog: expected pictures (JPEG, PNG, WebP, GIF, BMP), or texts in texts.csv "
            + "or texts.jsonl."
    )
{
    /// <summary>Gets what was found in it.</summary>
    public FolderContent Content => content;
}
