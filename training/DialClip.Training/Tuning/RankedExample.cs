namespace DialClip.Training.Tuning;

/// <summary>What a head made of one example.</summary>
/// <param name="Example">The example.</param>
/// <param name="PictureRank">The rank of its best accepted picture in its gallery, ties against it; null where it accepts none.</param>
/// <param name="TopPictures">Numbers of the gallery's best pictures, best first.</param>
/// <param name="BestPicture">The best picture's cosine in the whole catalog, which is what the bot will see; -1 without pictures.</param>
/// <param name="BestText">The best text's.</param>
/// <param name="Intent">Probabilities of picture, text, silence.</param>
internal sealed record RankedExample(TuningExample Example, int? PictureRank, IReadOnlyList<int> TopPictures, float BestPicture, float BestText, float[] Intent);
