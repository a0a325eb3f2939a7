using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Losses;

/// <summary>
/// InfoNCE with several positives per query: cross entropy against equal shares for all accepted candidates.
/// </summary>
/// <remarks>
/// From query to candidate only, because queries outside of the batch may accept a candidate, too. This project's
/// extension of van den Oord et al. 2018 (arXiv 1807.03748).
/// </remarks>
internal static class MultiPositiveInfoNce
{
    /// <summary>Computes the mean loss over the queries that accept a candidate.</summary>
    /// <param name="logits">(B, C), scaled cosines.</param>
    /// <param name="accepted">(B, C): 1 where the candidate is accepted, otherwise 0.</param>
    /// <returns>A scalar in nats; 0 when no query accepts a candidate.</returns>
    public static Tensor Compute(Tensor logits, Tensor accepted)
    {
        using var scope = NewDisposeScope();
        var count = accepted.sum(1, keepdim: true); // (B, 1)
        var shares = accepted / count.clamp(min: 1); // (B, C)
        var losses = (shares * functional.log_softmax(logits, 1)).sum(1).neg(); // (B)
        return (losses.sum() / count.gt(0).to(logits.dtype).sum().clamp(min: 1)).MoveToOuterDisposeScope();
    }
}
