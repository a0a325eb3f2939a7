namespace DialClip.Training.Losses;

/// <summary>The weights of the losses that keep prompts general (KgCoOp, E2MIM).</summary>
/// <param name="Knowledge">KgCoOp's lambda, of 1 - cosine between soft and hand-crafted features.</param>
/// <param name="MutualInformation">E2MIM's alpha, of the mutual information loss.</param>
/// <param name="Mixup">E2MIM's beta, of the Mixup loss.</param>
/// <param name="MixupShape">a of Beta(a, a), the distribution of mixing shares.</param>
internal sealed record GeneralizationWeights(
    double Knowledge,
    double MutualInformation,
    double Mixup,
    double MixupShape
)
{
    /// <summary>
    /// Gets KgCoOp's published weight (arXiv 2303.13283, section 4.1) and this project's weights for E2MIM.
    /// </summary>
    public static GeneralizationWeights Default { get; } = new(8, 1, 0.5, 1);
}
