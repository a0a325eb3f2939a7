using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Losses;

/// <summary>
/// Symmetric InfoNCE over a batch: cross entropy from each query to its candidate, and from each candidate to its
/// query.
/// </summary>
/// <remarks>van den Oord et al. 2018 (arXiv 1807.03748), as in CLIP (arXiv 2103.00020, figure 3).</remarks>
internal static class SymmetricInfoNce
{
    /// <summary>The maximum factor on cosines in training, as in CLIP.</summary>
    public const double MaxLogitScale = 100;

    /// <summary>Computes the mean loss.</summary>
    /// <param name="query">(B, D), unit length.</param>
    /// <param name="candidate">(B, D), unit length; row i belongs to query i.</param>
    /// <param name="logitScale">Scalar: the natural logarithm of the factor on cosines; clamped at ln 100.</param>
    /// <param name="sameResponse">
    /// bool (B, B), true where two rows share a response and are not negatives; null where all differ.
    /// </param>
    /// <returns>A scalar in nats.</returns>
    public static Tensor Compute(Tensor query, Tensor candidate, Tensor logitScale, Tensor? sameResponse = null)
    {
        using var scope = NewDisposeScope();
        var logits = query.matmul(candidate.t()) * logitScale.clamp(max: Math.Log(MaxLogitScale)).exp(); // (B, B)
        return ComputeFromLogits(logits, sameResponse).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the mean loss of scaled cosines.</summary>
    /// <param name="logits">(B, B), with the positives on the diagonal.</param>
    /// <param name="sameResponse">As in <see cref="Compute"/>.</param>
    public static Tensor ComputeFromLogits(Tensor logits, Tensor? sameResponse = null)
    {
        using var scope = NewDisposeScope();
        var count = logits.shape[0];
        if (sameResponse is not null)
        {
            var negatives = sameResponse.logical_and(
                eye(count, dtype: ScalarType.Bool, device: logits.device).logical_not()
            );
            logits = logits.masked_fill(negatives, float.NegativeInfinity);
        }
        var target = arange(count, dtype: ScalarType.Int64, device: logits.device);
        return (
            (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.t(), target)) * 0.5
        ).MoveToOuterDisposeScope();
    }
}
