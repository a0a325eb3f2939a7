namespace DialClip.Training.Hub;

/// <summary>The ways in which a hub names a file's content.</summary>
internal enum DigestKind
{
    /// <summary>SHA-256 of the content, given for large files.</summary>
    Sha256,

    /// <summary>Git's name of the content: SHA-1 over a header and the content, given for small files.</summary>
    GitBlob,
}
