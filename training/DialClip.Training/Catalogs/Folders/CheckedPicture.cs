namespace DialClip.Training.Catalogs.Folders;

/// <summary>A picture that can be decoded.</summary>
/// <param name="File">Its file.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="Ending">The ending of its format, whatever its name says.</param>
internal sealed record CheckedPicture(FolderFile File, string Sha256, string Ending);
