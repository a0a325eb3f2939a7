using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Data.Photos;

/// <summary>One labelled photo of a set.</summary>
/// <param name="Path">Where it lies in the set's archive or folder, with forward slashes.</param>
/// <param name="Class">The number of its class.</param>
/// <param name="Split">The part of the set that it belongs to.</param>
internal sealed record Photo(string Path, int Class, DialogSplit Split);
