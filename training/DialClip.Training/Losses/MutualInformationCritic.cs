using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Losses;

/// <summary>
/// The text side of E2MIM: a lower bound on the mutual information of two views of the classes, with linear critics.
/// Used in training only.
/// </summary>
/// <remarks>
/// After generalizable prompt tuning (arXiv 2410.03189); the form here, InfoNCE with one matrix per view initialized to
/// the identity, is this project's.
/// </remarks>
internal sealed class MutualInformationCritic : Module
{
    private const double Temperature = 0.07;

    private readonly Parameter soft;
    private readonly Parameter crafted;

    /// <param name="dimension">D.</param>
    public MutualInformationCritic(int dimension)
        : base(nameof(MutualInformationCritic))
    {
        soft = new Parameter(eye(dimension));
        crafted = new Parameter(eye(dimension));
        RegisterComponents();
    }

    /// <summary>Computes the symmetric InfoNCE between the views, over the classes.</summary>
    /// <param name="softFeatures">(C, D), unit length: features of learned prompts.</param>
    /// <param name="craftedFeatures">(C, D), unit length: features of hand-crafted prompts.</param>
    /// <returns>A scalar in nats; ln C minus the loss is a lower bound on the mutual information.</returns>
    public Tensor ComputeLoss(Tensor softFeatures, Tensor craftedFeatures)
    {
        using var scope = NewDisposeScope();
        var first = functional.normalize(softFeatures.matmul(soft), dim: -1);
        var second = functional.normalize(craftedFeatures.matmul(crafted), dim: -1);
        return SymmetricInfoNce.ComputeFromLogits(first.matmul(second.t()) / Temperature).MoveToOuterDisposeScope();
    }
}
