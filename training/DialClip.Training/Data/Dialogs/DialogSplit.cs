namespace DialClip.Training.Data.Dialogs;

/// <summary>The split of a data set that a dialog or photo belongs to.</summary>
internal enum DialogSplit
{
    Train,
    Validation,
    Test,
}
