namespace DialClip.Training.Losses;

/// <summary>The weights of the losses beside the task's own.</summary>
/// <param name="Knowledge">KgCoOp's: of 1 - cosine between soft and hand-crafted features.</param>
/// <param name="MutualInformation">E2MIM's alpha.</param>
/// <param name="Mixup">E2MIM's beta.</param>
/// <param name="MixupShape">a of Beta(a, a), from which the mixing shares are drawn.</param>
internal sealed record GeneralizationWeights(
    double Knowledge,
    double MutualInformation,
    double Mixup,
    double MixupShape
)
{
    /// <summary>Gets KgCoOp's published weight (arXiv 2303.13283, section 4.1) and this project's start for E2MIM.</summary>
    public static GeneralizationWeights Default { get; } = new(8, 1, 0.5, 1);
}
