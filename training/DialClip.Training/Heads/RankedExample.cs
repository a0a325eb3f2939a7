using DialClip.Encoders;
using DialClip.Training.Evaluation;
using DialClip.Training.Heads.Examples;

namespace DialClip.Training.Heads;

/// <summary>The ranking of one example by a head.</summary>
/// <param name="Example">The example.</param>
/// <param name="PictureRank">
/// The pessimistic rank of the best accepted picture in the gallery; null where none is accepted.
/// </param>
/// <param name="TopPictures">The indices of the gallery's best pictures, best first.</param>
/// <param name="BestPictureScore">
/// The best picture's cosine in the whole catalog, as the bot ranks; -1 without pictures.
/// </param>
/// <param name="BestPictureAccepted">Whether the example accepts that picture.</param>
/// <param name="BestTextScore">The best text's cosine in the whole catalog; -1 without texts.</param>
/// <param name="BestTextAccepted">Whether the example accepts that text.</param>
/// <param name="Intent">The probabilities of picture, text and silence.</param>
internal sealed record RankedExample(
    TuningExample Example,
    int? PictureRank,
    IReadOnlyList<int> TopPictures,
    float BestPictureScore,
    bool BestPictureAccepted,
    float BestTextScore,
    bool BestTextAccepted,
    float[] Intent
)
{
    /// <summary>Gets the best picture and the best text, as examples for calibration.</summary>
    public IEnumerable<TopAnswer> TopAnswers
    {
        get
        {
            var input = Example.Tokens is null ? Modality.Picture : Modality.Text;
            return
            [
                new(input, Modality.Picture, BestPictureScore, null, BestPictureAccepted),
                new(input, Modality.Text, BestTextScore, null, BestTextAccepted),
            ];
        }
    }
}
