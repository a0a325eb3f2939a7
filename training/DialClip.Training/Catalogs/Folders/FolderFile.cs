namespace DialClip.Training.Catalogs.Folders;

/// <summary>A file of a folder.</summary>
/// <param name="Path">The path relative to the folder, with forward slashes, composed (NFC).</param>
/// <param name="FullPath">The path on this machine.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Written">When it was last written.</param>
internal sealed record FolderFile(string Path, string FullPath, long Length, DateTime Written)
{
    /// <summary>Gets the path without the ending of the file's name.</summary>
    public string Stem => Path[..^System.IO.Path.GetExtension(Path).Length];
}
