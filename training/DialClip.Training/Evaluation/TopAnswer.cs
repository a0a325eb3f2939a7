using DialClip.Encoders;
using DialClip.Model;
using DialClip.Training.Data.Dialogs;

namespace DialClip.Training.Evaluation;

/// <summary>The best item of one modality for a dialog.</summary>
/// <param name="Input">The modality of the input.</param>
/// <param name="Response">The modality of the item.</param>
/// <param name="Score">The cosine.</param>
/// <param name="Confidence">The confidence; null where the head has none for this pair of modalities.</param>
/// <param name="Accepted">Whether the dialog accepts it.</param>
internal readonly record struct TopAnswer(
    Modality Input,
    Modality Response,
    double Score,
    double? Confidence,
    bool Accepted
)
{
    /// <summary>Gets the best picture and the best text, where there are any, of a dialog's retrieval result.</summary>
    public static IEnumerable<TopAnswer> FromResult(DialogRecord dialog, Modality input, RetrievalResult found) =>
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
