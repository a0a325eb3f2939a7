namespace DialClip.Training.Pretraining;

/// <summary>Two texts of the same meaning, as token ids with start and end.</summary>
/// <param name="First">The token ids of the first text.</param>
/// <param name="Second">The token ids of the second text.</param>
/// <param name="Key">The key of the meaning; pairs of one key are not negatives of each other.</param>
internal readonly record struct TextPair(int[] First, int[] Second, int Key);
