using System.Text.Json.Serialization;

namespace DialClip.Training.Evaluation;

/// <summary>A model's retrieval figures with the lexical baseline beside them, as fractions.</summary>
/// <param name="Count">Dialogs that accept a picture.</param>
/// <param name="Model">The model's figures.</param>
/// <param name="Bm25">BM25 over names and keywords.</param>
internal sealed record EvaluationReport(
    [property: JsonPropertyName("n")] int Count,
    [property: JsonPropertyName("model")] RankingMetrics Model,
    [property: JsonPropertyName("bm25")] RankingMetrics Bm25);
