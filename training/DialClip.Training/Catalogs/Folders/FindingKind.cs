namespace DialClip.Training.Catalogs.Folders;

/// <summary>What is to be said of a folder's file or row.</summary>
internal enum FindingKind
{
    /// <summary>A picture that is damaged or cannot be read.</summary>
    Unreadable,

    /// <summary>A picture of a format that is not decoded here.</summary>
    OtherFormat,

    /// <summary>A picture or text beyond the limits.</summary>
    TooLarge,

    /// <summary>A picture or text that the catalog has already.</summary>
    Duplicate,

    /// <summary>A row whose file is not there.</summary>
    MissingFile,

    /// <summary>A path or a link that leads out of the folder.</summary>
    OutsideFolder,

    /// <summary>A row that cannot be read, or says what another row has said.</summary>
    DamagedRow,

    /// <summary>A picture without a row in a table that has rows for others; it is taken all the same.</summary>
    WithoutRow,

    /// <summary>A file of words whose picture is not there.</summary>
    WithoutPicture,

    /// <summary>Words or tags beyond the limits, which were cut or left off; the item is taken.</summary>
    Shortened,

    /// <summary>A file that is no picture and no table.</summary>
    OtherFile,
}
