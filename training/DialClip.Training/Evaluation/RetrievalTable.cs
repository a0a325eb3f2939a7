using DialClip.Encoders;

namespace DialClip.Training.Evaluation;

/// <summary>How well the accepted items of one kind are found.</summary>
/// <param name="Responses">Whether pictures or texts are ranked.</param>
/// <param name="Candidates">The mean number of candidates a dialog.</param>
/// <param name="Rows">The model first, then the baselines.</param>
/// <param name="Dialogs">The dialogs' ids.</param>
internal sealed record RetrievalTable(
    Modality Responses,
    double Candidates,
    IReadOnlyList<RetrievalRow> Rows,
    IReadOnlyList<string> Dialogs
);
