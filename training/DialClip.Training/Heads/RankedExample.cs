using DialClip.Encoders;
using DialClip.Training.Evaluation;
using DialClip.Training.Heads.Examples;

namespace DialClip.Training.Heads;

/// <summary>What a head made of one example.</summary>
/// <param name="Example">The example.</param>
/// <param name="PictureRank">The rank of its best accepted picture in its gallery, ties against it; null where it accepts none.</param>
/// <param name="TopPictures">Numbers of the gallery's best pictures, best first.</param>
/// <param name="BestPicture">The best picture's cosine in the whole catalog, which is what the bot will see; -1 without pictures.</param>
/// <param name="PictureFits">Whether the example accepts that picture.</param>
/// <param name="BestText">The best text's cosine.</param>
/// <param name="TextFits">Whether the example accepts that text.</param>
/// <param name="Intent">Probabilities of picture, text, silence.</param>
internal sealed record RankedExample(
    TuningExample Example,
    int? PictureRank,
    IReadOnlyList<int> TopPictures,
    float BestPicture,
    bool PictureFits,
    float BestText,
    bool TextFits,
    float[] Intent
)
{
    /// <summary>Gets the best picture and the best text as what a curve is fitted to.</summary>
    public IEnumerable<TopAnswer> TopAnswers
    {
        get
        {
            var input = Example.Tokens is null ? Modality.Picture : Modality.Text;
            return
            [
                new(input, Modality.Picture, BestPicture, null, PictureFits),
                new(input, Modality.Text, BestText, null, TextFits),
            ];
        }
    }
}
