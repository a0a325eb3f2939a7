using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>The number of trained parameters of each part of a head.</summary>
/// <param name="Parts">The parameters by part, in the order of the forward pass.</param>
/// <param name="Total">The sum of all parts.</param>
/// <param name="ClipTotal">The parameters of the frozen CLIP.</param>
internal sealed record ParameterBudget(IReadOnlyDictionary<string, long> Parts, long Total, long ClipTotal)
{
    /// <summary>Gets the share of the CLIP's parameters, in percent.</summary>
    public double Percent => 100.0 * Total / ClipTotal;

    /// <summary>Counts the parameters of a head.</summary>
    public static ParameterBudget Compute(ClipConfig clip, DialClipConfig config)
    {
        var parts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, shape) in HeadShapes.Compute(clip, config))
        {
            // Without queries the generator's other weights exist but have no effect.
            if (config.ContextPrompts == 0 && name.StartsWith("context.", StringComparison.Ordinal))
                continue;
            var part = GetPart(name);
            parts[part] = parts.GetValueOrDefault(part) + CountElements(shape);
        }
        return new(
            parts.OrderBy(pair => Array.IndexOf(Order, pair.Key)).ToDictionary(),
            parts.Values.Sum(),
            ClipShapes.Compute(clip).Values.Sum(CountElements)
        );
    }

    private static readonly string[] Order =
    [
        "turn embeddings",
        "down-projection",
        "context queries",
        "context attention",
        "context norm",
        "up-projection",
        "domain prompts",
        "experts",
        "intent",
        "temperature",
    ];

    private static string GetPart(string name) =>
        name.Split('.') switch
        {
            ["context", "modality" or "speaker" or "distance", ..] => Order[0],
            ["context", "down", ..] => Order[1],
            ["context", "queries"] => Order[2],
            ["context", "query" or "key" or "value" or "mix", ..] => Order[3],
            ["context", "norm", ..] => Order[4],
            ["context", "up_text" or "up_vision", ..] => Order[5],
            ["domain", ..] => Order[6],
            ["query_experts" or "candidate_experts", ..] => Order[7],
            ["intent", ..] => Order[8],
            ["logit_scale"] => Order[9],
            _ => throw new InvalidOperationException($"Weight '{name}' belongs to no part of the head."),
        };

    private static long CountElements(long[] shape) => shape.Aggregate(1L, (all, size) => all * size);
}
