using DialClip.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>
/// DialCLIP's mixture of projections of one side (query or candidate): one low-rank expert per pair of modalities t2t,
/// t2v, v2t, v2v.
/// </summary>
/// <remarks>
/// DialCLIP (arXiv 2401.01076). Low rank, because one full-rank expert alone exceeds the paper's share of tuned
/// parameters.
/// </remarks>
internal sealed class ProjectionExperts : Module<Tensor, Tensor>
{
    private readonly Parameter down;
    private readonly Parameter up;

    public ProjectionExperts(int dimension, int rank)
        : base(nameof(ProjectionExperts))
    {
        down = new Parameter(randn(Experts.Count, dimension, rank) * Math.Pow(dimension, -0.5));
        up = new Parameter(zeros(Experts.Count, rank, dimension));
        RegisterComponents();
    }

    /// <summary>Projects features by every expert.</summary>
    /// <param name="features">(B, D), unit length.</param>
    /// <returns>(B, 4, D), unit length, in the order t2t, t2v, v2t, v2v.</returns>
    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        // By expert first: with the batch first, matmul would copy every expert's matrices for each row.
        var z = features + features.matmul(down).matmul(up); // (4, B, D)
        return functional.normalize(z.transpose(0, 1), dim: -1).MoveToOuterDisposeScope();
    }
}
