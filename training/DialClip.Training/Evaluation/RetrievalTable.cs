using DialClip.Encoders;

namespace DialClip.Training.Evaluation;

/// <summary>The retrieval results for one modality.</summary>
/// <param name="Responses">The modality of the ranked items.</param>
/// <param name="Candidates">The mean number of candidates per dialog.</param>
/// <param name="Rows">The rows: the model first, then the baselines.</param>
/// <param name="Dialogs">The ids of the dialogs.</param>
internal sealed record RetrievalTable(
    Modality Responses,
    double Candidates,
    IReadOnlyList<RetrievalRow> Rows,
    IReadOnlyList<string> Dialogs
);
