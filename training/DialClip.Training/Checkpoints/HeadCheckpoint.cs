using System.Text.Json;
using DialClip.Artifacts.Format;
using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>A trained head: weights, sizes, query length and thresholds.</summary>
/// <param name="Weights">Sizes and weights.</param>
/// <param name="BackboneWeightsDigest">The digest of the CLIP weights that it was trained over.</param>
/// <param name="QueryTurns">The number of text turns of a query, the input included.</param>
/// <param name="Thresholds">The thresholds of the policy.</param>
/// <param name="Calibration">The map from cosine similarities to probabilities; null without enough dialogs.</param>
/// <param name="Fusion">How captions count beside pixels; null where they do not.</param>
internal sealed record HeadCheckpoint(
    HeadWeights Weights,
    string BackboneWeightsDigest,
    int QueryTurns,
    PolicyThresholds Thresholds,
    CalibrationProperties? Calibration = null,
    FusionProperties? Fusion = null
)
{
    private const string WeightsFile = "head.safetensors";
    private const string DescriptionFile = "head.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes weights and description into a folder.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        SafetensorsFile.Write(Path.Combine(folder, WeightsFile), Weights.Tensors);
        File.WriteAllText(
            Path.Combine(folder, DescriptionFile),
            JsonSerializer.Serialize(
                new Description(Weights.Config, BackboneWeightsDigest, QueryTurns, Thresholds, Calibration, Fusion),
                Json
            )
        );
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">
    /// A file is missing or malformed, or the head belongs to another CLIP.
    /// </exception>
    public static HeadCheckpoint Load(string folder, ClipWeights clip)
    {
        var path = Path.Combine(folder, DescriptionFile);
        if (!File.Exists(path))
            throw new InvalidDataException(
                $"'{folder}' holds no trained head (there is no '{DescriptionFile}'). Train one with 'dialclip train'."
            );
        Description description;
        try
        {
            description =
                JsonSerializer.Deserialize<Description>(File.ReadAllBytes(path), Json)
                ?? throw new JsonException("it is 'null'");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"'{path}' does not describe a head: {error.Message}", error);
        }
        var digest = clip.ComputeDigest();
        if (description.BackboneWeightsDigest != digest)
            throw new InvalidDataException(
                $"The head in '{folder}' was trained over CLIP weights '{description.BackboneWeightsDigest}', but the "
                    + $"checkpoint holds '{digest}'. Name the checkpoint that it was trained over."
            );
        var weights = new HeadWeights(
            clip.Config,
            description.Head,
            SafetensorsFile.Read(Path.Combine(folder, WeightsFile))
        );
        weights.Validate(folder);
        return new(
            weights,
            description.BackboneWeightsDigest,
            description.QueryTurns,
            description.Thresholds,
            description.Calibration,
            description.Fusion
        );
    }

    private sealed record Description(
        DialClipConfig Head,
        string BackboneWeightsDigest,
        int QueryTurns,
        PolicyThresholds Thresholds,
        CalibrationProperties? Calibration = null,
        FusionProperties? Fusion = null
    );
}
