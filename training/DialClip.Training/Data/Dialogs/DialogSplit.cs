namespace DialClip.Training.Data.Dialogs;

/// <summary>The part of a dialog data set that a dialog belongs to.</summary>
internal enum DialogSplit
{
    Train,
    Validation,
    Test,
}
