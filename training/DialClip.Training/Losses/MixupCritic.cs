using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Losses;

/// <summary>Mixes features of two classes and asks, through a learnable bilinear critic, for the mix of the same classes' targets: the visual side of E2MIM.</summary>
/// <remarks>Mixup is Zhang et al.'s (arXiv 1710.09412), the class-wise use generalizable prompt tuning's (arXiv 2410.03189); its form here, in feature space with InfoNCE, is this project's. Serves training only.</remarks>
internal sealed class MixupCritic : Module
{
    private const double Temperature = 0.07;

    private readonly Parameter bilinear;

    /// <param name="dimension">D.</param>
    public MixupCritic(int dimension)
        : base(nameof(MixupCritic))
    {
        bilinear = new Parameter(eye(dimension));
        RegisterComponents();
    }

    /// <summary>Computes the loss of pairs of rows: symmetric InfoNCE between mixed features and mixed targets.</summary>
    /// <param name="features">(B, D), unit length.</param>
    /// <param name="targets">(B, D), unit length: row i belongs to feature i.</param>
    /// <param name="first">int64 (P): rows to mix.</param>
    /// <param name="second">int64 (P): rows of other classes to mix them with.</param>
    /// <param name="share">(P, 1): the first row's share, 0 to 1.</param>
    /// <returns>A scalar in nats.</returns>
    public Tensor Loss(Tensor features, Tensor targets, Tensor first, Tensor second, Tensor share)
    {
        using var scope = NewDisposeScope();
        var mixed = Mix(features).matmul(bilinear); // (P, D)
        return SymmetricInfoNce.OfLogits(mixed.matmul(Mix(targets).t()) / Temperature).MoveToOuterDisposeScope();

        Tensor Mix(Tensor rows) =>
            functional.normalize(
                rows.index_select(0, first) * share + rows.index_select(0, second) * (1 - share),
                dim: -1
            );
    }
}
