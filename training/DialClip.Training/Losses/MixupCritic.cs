using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Losses;

/// <summary>
/// The visual side of E2MIM: InfoNCE through a bilinear critic between mixed features of two classes and their equally
/// mixed targets. Used in training only.
/// </summary>
/// <remarks>
/// Mixup is of Zhang et al. (arXiv 1710.09412), its class-wise use of generalizable prompt tuning (arXiv 2410.03189);
/// the form in feature space with InfoNCE is this project's.
/// </remarks>
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

    /// <summary>Computes the symmetric InfoNCE between mixed features and mixed targets.</summary>
    /// <param name="features">(B, D), unit length.</param>
    /// <param name="targets">(B, D), unit length; row i belongs to feature i.</param>
    /// <param name="first">int64 (P): the rows to mix.</param>
    /// <param name="second">int64 (P): the rows of other classes to mix them with.</param>
    /// <param name="share">(P, 1): the first row's share, 0 to 1.</param>
    /// <returns>A scalar in nats.</returns>
    public Tensor ComputeLoss(Tensor features, Tensor targets, Tensor first, Tensor second, Tensor share)
    {
        using var scope = NewDisposeScope();
        var mixed = Mix(features).matmul(bilinear); // (P, D)
        return SymmetricInfoNce
            .ComputeFromLogits(mixed.matmul(Mix(targets).t()) / Temperature)
            .MoveToOuterDisposeScope();

        Tensor Mix(Tensor rows) =>
            functional.normalize(
                rows.index_select(0, first) * share + rows.index_select(0, second) * (1 - share),
                dim: -1
            );
    }
}
