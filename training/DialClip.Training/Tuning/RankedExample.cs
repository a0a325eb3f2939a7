namespace DialClip.Training.Tuning;

/// <summary>What a head made of one example.</summary>
/// <param name="Example">The example.</param>
/// <param name="PictureScores">One cosine a picture.</param>
/// <param name="TextScores">One cosine a text.</param>
/// <param name="Intent">Probabilities of picture, text, silence.</param>
internal sealed record RankedExample(TuningExample Example, float[] PictureScores, float[] TextScores, float[] Intent);
