namespace DialClip.Training.Data.Dialogs;

/// <summary>The gallery that is ranked for a dialog of a data set.</summary>
internal enum Gallery
{
    /// <summary>The whole catalog.</summary>
    Catalog,

    /// <summary>All items that some dialog of the same split accepts: PhotoChat's protocol.</summary>
    Split,

    /// <summary>The candidates that the dialog names: MMDialog's protocol.</summary>
    Candidates,
}
