using DialClip.Encoders;
using DialClip.Model;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Evaluation;

/// <summary>The best item of one kind that a head found for a dialog.</summary>
/// <param name="Input">Whether a text or a picture was asked.</param>
/// <param name="Response">The kind of the item.</param>
/// <param name="Score">Its cosine.</param>
/// <param name="Confidence">Its confidence; null where the head has none for this input and response.</param>
/// <param name="Accepted">Whether the dialog accepts it.</param>
internal readonly record struct TopAnswer(
    Modality Input,
    Modality Response,
    double Score,
    double? Confidence,
    bool Accepted
)
{
    /// <summary>Takes the best picture and the best text, where there are any, of what was found for a dialog.</summary>
    public static IEnumerable<TopAnswer> Of(DialogRecord dialog, Modality input, RetrievalResult found) =>
        found
            .Pictures.Take(1)
            .Concat(found.Texts.Take(1))
            .Select(best => new TopAnswer(
                input,
                best.Item.Modality,
                best.Score,
                best.Confidence,
                dialog.Accept.Contains(best.Item.Id)
            ));
}
