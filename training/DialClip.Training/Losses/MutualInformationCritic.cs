using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Losses;

/// <summary>A lower bound on the mutual information of two views of the same classes, with learnable linear critics: the text side of E2MIM.</summary>
/// <remarks>The idea is generalizable prompt tuning's (arXiv 2410.03189); its form here, InfoNCE with one matrix a view that starts as the identity, is this project's. Serves training only.</remarks>
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

    /// <summary>Computes the loss: symmetric InfoNCE between the views, over the classes.</summary>
    /// <param name="softFeatures">(C, D), unit length: of learned prompts.</param>
    /// <param name="craftedFeatures">(C, D), unit length: of hand-crafted ones.</param>
    /// <returns>A scalar in nats; ln C minus it bounds the mutual information from below.</returns>
    public Tensor Loss(Tensor softFeatures, Tensor craftedFeatures)
    {
        using var scope = NewDisposeScope();
        var first = functional.normalize(softFeatures.matmul(soft), dim: -1);
        var second = functional.normalize(craftedFeatures.matmul(crafted), dim: -1);
        return SymmetricInfoNce.OfLogits(first.matmul(second.t()) / Temperature).MoveToOuterDisposeScope();
    }
}
