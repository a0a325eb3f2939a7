using DialClip.Training.Data.Dialogs.Published;

namespace DialClip.Training.Evaluation;

/// <summary>Published results, in percent, for comparison; they use other backbones and training.</summary>
internal static class PublishedResults
{
    /// <summary>
    /// Gets retrieval on PhotoChat's test split, as quoted in table 3 of the STARK paper (arXiv 2407.03958).
    /// </summary>
    public static IReadOnlyList<(
        string Name,
        double RecallAt1,
        double RecallAt5,
        double RecallAt10,
        double? Mrr
    )> PhotoChat { get; } =
    [
        ("BM25", 6.6, 15.4, 23.0, null),
        ("DE", 9.0, 26.4, 35.7, null),
        ("VSE++", 10.2, 25.4, 34.2, null),
        ("SCAN", 10.4, 27.0, 37.1, null),
        ("ViLT", 11.5, 25.6, 33.8, null),
        ("CLIP base, zero-shot, last 3", 13.7, 28.0, 35.2, 20.8),
        ("CLIP large", 14.1, 28.7, 35.3, null),
        ("VLMo", 13.8, 30.0, 39.4, null),
        ("PaCE", 15.2, 36.7, 49.6, null),
        ("DialCLIP", 19.5, 44.0, 55.8, null),
        ("DRIBER", 28.3, 47.4, 55.2, null),
        ("ULTRON-7B", 31.2, 53.7, 65.0, 46.1),
    ];

    /// <summary>Gets the F1 of photo-sharing intent by data set.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(string Name, double F1)>> Intent { get; } =
        new Dictionary<string, IReadOnlyList<(string, double)>>(StringComparer.Ordinal)
        {
            [Data.Dialogs.Published.PhotoChat.Source] = [("T5-3B", 58.9), ("PaCE", 63.8)],
            [MmDialog.Source] = [("PaCE", 77.6)],
        };
}
