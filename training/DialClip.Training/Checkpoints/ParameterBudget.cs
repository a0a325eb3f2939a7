using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>How many values each part of a head trains, and what share of its CLIP that is.</summary>
/// <param name="Parts">Values by part, in the order in which data meets them.</param>
/// <param name="Total">All together.</param>
/// <param name="ClipTotal">The values of the frozen CLIP.</param>
internal sealed record ParameterBudget(IReadOnlyDictionary<string, long> Parts, long Total, long ClipTotal)
{
    /// <summary>Gets the share of the CLIP's values, in percent.</summary>
    public double Percent => 100.0 * Total / ClipTotal;

    /// <summary>Counts a head over a CLIP of the given sizes.</summary>
    public static ParameterBudget Of(ClipConfig clip, DialClipConfig config)
    {
        var parts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, shape) in HeadShapes.Of(clip, config))
        {
            // Without queries the generator's other weights exist but move nothing.
            if (config.ContextPrompts == 0 && name.StartsWith("context.", StringComparison.Ordinal))
                continue;
            var part = PartOf(name);
            parts[part] = parts.GetValueOrDefault(part) + Count(shape);
        }
        return new(
            parts.OrderBy(pair => Array.IndexOf(Order, pair.Key)).ToDictionary(),
            parts.Values.Sum(),
            ClipShapes.Of(clip).Values.Sum(Count)
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

    private static string PartOf(string name) =>
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

    private static long Count(long[] shape) => shape.Aggregate(1L, (all, size) => all * size);
}
