using DialClip.Training.Losses;

namespace DialClip.Training.Heads.Ablations;

/// <summary>A variant of the full method in an ablation.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Change">Derives the variant's options from the full method's.</param>
internal sealed record AblationVariant(string Name, Func<TuneOptions, TuneOptions> Change)
{
    /// <summary>The full method's name.</summary>
    public const string Full = "full";

    /// <summary>Gets all variants, the full method first.</summary>
    public static IReadOnlyList<AblationVariant> All { get; } =
    [
        new(Full, options => options),
        new("without-context", options => options with { Head = options.Head.Without([HeadPart.Context]) }),
        new("without-domain", options => options with { Head = options.Head.Without([HeadPart.Domain]) }),
        new("without-experts", options => options with { Head = options.Head.Without([HeadPart.Experts]) }),
        new("in-batch", options => options with { Loss = RetrievalLoss.InBatch }),
        new("e2mim", options => options with { Generalize = GeneralizationWeights.Default }),
    ];
}
