using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Encoders;
using DialClip.Training.Data.Records;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>The evaluation of a model on recorded dialogs, with baselines; shares are fractions.</summary>
/// <param name="Head">The head and its version.</param>
/// <param name="Source">The data set: "photochat", "mmdialog", or the name of the dialogs' file.</param>
/// <param name="Split">The evaluated split; null for all.</param>
/// <param name="Retrieval">The retrieval results for each modality that some dialog accepts.</param>
/// <param name="Intent">The intent prediction; null without validation dialogs to choose a threshold.</param>
/// <param name="Calibration">
/// The calibration of cosines and confidences; null in a report of an earlier version.
/// </param>
/// <param name="Decisions">The decisions of the reply policy; null in a report of an earlier version.</param>
internal sealed record EvaluationReport(
    string Head,
    string Source,
    string? Split,
    IReadOnlyList<RetrievalTable> Retrieval,
    IntentReport? Intent,
    IReadOnlyList<CalibrationRow>? Calibration = null,
    DecisionReport? Decisions = null
)
{
    /// <summary>The name of the model's row.</summary>
    public const string ModelRow = "model";

    /// <summary>The name of the row of BM25, which uses the last message only.</summary>
    public const string LexicalRow = "BM25, last turn";

    /// <summary>The serializer options of the report.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter<Modality>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Gets the number of dialogs that accept a picture; null for none.</summary>
    [JsonPropertyName("n")]
    public int? PictureDialogs => Pictures?.Dialogs.Count;

    /// <summary>Gets the model's picture ranking metrics.</summary>
    [JsonPropertyName("model")]
    public RankingMetrics? Model => GetPictureMetrics(ModelRow);

    /// <summary>Gets BM25's picture ranking metrics.</summary>
    [JsonPropertyName("bm25")]
    public RankingMetrics? Bm25 => GetPictureMetrics(LexicalRow);

    private RetrievalTable? Pictures => Retrieval.FirstOrDefault(table => table.Responses == Modality.Picture);

    private RankingMetrics? GetPictureMetrics(string name) =>
        Pictures?.Rows.FirstOrDefault(row => row.Name == name) is { } row ? RankingMetrics.Compute(row.Ranks) : null;

    /// <summary>Reads a report.</summary>
    /// <exception cref="InvalidDataException">The file is missing or malformed.</exception>
    public static EvaluationReport Load(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"'{path}' does not exist. Write it with 'dialclip evaluate --out'.");
        return RecordFile.ReadDocument<EvaluationReport>(path, "report of 'dialclip evaluate --out'", Json);
    }

    /// <summary>Writes the report with every rank.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json));
}
