using System.Text.RegularExpressions;

namespace DialClip.Training.Checkpoints.SentenceTransformers;

/// <summary>Maps the weights of Hugging Face's DistilBERT to the names of <see cref="BertNames"/>.</summary>
internal static partial class DistilBertNames
{
    private const string Wrapper = "distilbert.";

    private static readonly Dictionary<string, string> InLayer = new(StringComparer.Ordinal)
    {
        ["attention.q_lin"] = "attention.self.query",
        ["attention.k_lin"] = "attention.self.key",
        ["attention.v_lin"] = "attention.self.value",
        ["attention.out_lin"] = "attention.output.dense",
        ["sa_layer_norm"] = "attention.output.LayerNorm",
        ["ffn.lin1"] = "intermediate.dense",
        ["ffn.lin2"] = "output.dense",
        ["output_layer_norm"] = "output.LayerNorm",
    };

    /// <summary>Maps weights by their names; unknown ones keep theirs, which a validation then names.</summary>
    public static Dictionary<string, TensorData> Map(IReadOnlyDictionary<string, TensorData> tensors) =>
        tensors
            .Where(pair => !CheckpointBuffers.IsBuffer(pair.Key))
            .ToDictionary(pair => Map(pair.Key), pair => pair.Value, StringComparer.Ordinal);

    private static string Map(string name)
    {
        var own = name.StartsWith(Wrapper, StringComparison.Ordinal) ? name[Wrapper.Length..] : name;
        if (own.StartsWith("embeddings.", StringComparison.Ordinal))
            return "text." + own;
        var match = Layer().Match(own);
        return match.Success && InLayer.TryGetValue(match.Groups["part"].Value, out var part)
            ? $"text.encoder.layer.{match.Groups["layer"].Value}.{part}.{match.Groups["kind"].Value}"
            : name;
    }

    [GeneratedRegex(
        @"^transformer\.layer\.(?<layer>\d+)\.(?<part>.+)\.(?<kind>weight|bias)$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Layer();
}
