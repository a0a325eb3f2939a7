namespace DialClip.Training.Pretraining;

/// <summary>Two texts that mean the same, as tokens with start and end.</summary>
/// <param name="First">Tokens of one side.</param>
/// <param name="Second">Tokens of the other.</param>
/// <param name="Key">What they are about: pairs of one key are no negatives of each other.</param>
internal readonly record struct TextPair(int[] First, int[] Second, int Key);
