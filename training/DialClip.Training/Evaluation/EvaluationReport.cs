using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Encoders;
using DialClip.Training.Evaluation.Statistics;

namespace DialClip.Training.Evaluation;

/// <summary>What a model reached on recorded dialogs, with baselines beside it; shares are fractions.</summary>
/// <param name="Head">The head and its version.</param>
/// <param name="Source">The data set: "photochat", "mmdialog", or the dialogs' file name.</param>
/// <param name="Split">The part that was judged; null for all.</param>
/// <param name="Retrieval">One table for each kind of response that some dialog accepts.</param>
/// <param name="Intent">How well pictures are predicted; null where no validation dialog could give a threshold.</param>
/// <param name="Calibration">How far cosines and confidences are from the truth; null in a report of an earlier version.</param>
/// <param name="Decisions">What the head's policy would have done; null in a report of an earlier version.</param>
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
    /// <summary>The model's row.</summary>
    public const string ModelRow = "model";

    /// <summary>The row of BM25, which sees the last message only.</summary>
    public const string LexicalRow = "BM25, last turn";

    /// <summary>How it is written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter<Modality>(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Gets the number of dialogs that accept a picture; null where none does.</summary>
    [JsonPropertyName("n")]
    public int? PictureDialogs => Pictures?.Dialogs.Count;

    /// <summary>Gets the model's figures over pictures, in short.</summary>
    [JsonPropertyName("model")]
    public RankingMetrics? Model => InShort(ModelRow);

    /// <summary>Gets BM25's.</summary>
    [JsonPropertyName("bm25")]
    public RankingMetrics? Bm25 => InShort(LexicalRow);

    private RetrievalTable? Pictures => Retrieval.FirstOrDefault(table => table.Responses == Modality.Picture);

    private RankingMetrics? InShort(string name) =>
        Pictures?.Rows.FirstOrDefault(row => row.Name == name) is { } row ? RankingMetrics.Of(row.Ranks) : null;

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is missing or no report.</exception>
    public static EvaluationReport Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<EvaluationReport>(File.ReadAllBytes(path), Json)
                ?? throw new JsonException("it is 'null'");
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException(
                $"'{path}' is no evaluation, as 'dialclip evaluate --out' writes it: {error.Message}",
                error
            );
        }
    }

    /// <summary>Writes the report with every rank.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json));
}
