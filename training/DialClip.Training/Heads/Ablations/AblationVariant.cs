using DialClip.Training.Losses;

namespace DialClip.Training.Heads.Ablations;

/// <summary>One row of the ablation table: what it changes of the full method.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Change">Makes its options of the full method's.</param>
internal sealed record AblationVariant(string Name, Func<TuneOptions, TuneOptions> Change)
{
    /// <summary>The full method's name.</summary>
    public const string Full = "full";

    /// <summary>Gets every row, the full method first.</summary>
    public static IReadOnlyList<AblationVariant> All { get; } =
    [
        new(Full, options => options),
        new("without-context", options => options with { Head = options.Head.Without([HeadPart.Context]) }),
        new("without-domain", options => options with { Head = options.Head.Without([HeadPart.Domain]) }),
        new("without-experts", options => options with { Head = options.Head.Without([HeadPart.Experts]) }),
        new("in-batch", options => options with { Loss = TuneLoss.InBatch }),
        new("e2mim", options => options with { Generalize = GeneralizationWeights.Default }),
    ];
}
