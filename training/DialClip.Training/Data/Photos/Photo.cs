using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Data.Photos;

/// <summary>One labelled photo of a set.</summary>
/// <param name="Path">The path in the set's archive or folder, with forward slashes.</param>
/// <param name="Class">The index of its class.</param>
/// <param name="Split">The split that it belongs to.</param>
internal sealed record Photo(string Path, int Class, DialogSplit Split);
