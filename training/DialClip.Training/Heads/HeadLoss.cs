using DialClip.Encoders;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Heads;

/// <summary>The loss of a head's training: retrieval by contrast, and the intent of the next turn.</summary>
/// <remarks>
/// DialCLIP (arXiv 2401.01076): a contrastive loss trains context prompts, domain prompts and experts; each response is
/// scored by the expert of its own type.
/// </remarks>
internal sealed class HeadLoss : IDisposable
{
    private readonly TuneOptions options;
    private readonly FrozenClip clip;
    private readonly HeadWithCritics tuned;
    private readonly TuningSampler sampler;
    private readonly PromptedEncoder encoder;
    private readonly SampledCandidatesLoss? sampledLoss;
    private readonly InBatchLoss? inBatchLoss;
    private readonly PictureCandidates pictureCandidates;
    private readonly Tensor intentWeights; // (3)

    public HeadLoss(
        TuneOptions options,
        FrozenClip clip,
        TuningCatalog catalog,
        HeadWithCritics tuned,
        TuningSampler sampler
    )
    {
        (this.options, this.clip, this.tuned, this.sampler) = (options, clip, tuned, sampler);
        encoder = new(clip, tuned.Head);
        pictureCandidates = new(clip, catalog, encoder, options.CaptionShare);
        if (options.Loss == RetrievalLoss.InBatch)
            inBatchLoss = new(clip, catalog, tuned.Head, encoder, pictureCandidates);
        else
            sampledLoss = new(options, clip, catalog, tuned, sampler, encoder, pictureCandidates);
        intentWeights = tensor(ComputeIntentWeights(sampler.Training), device: clip.Device).DetachFromDisposeScope();
    }

    /// <summary>Computes the loss of a forward pass.</summary>
    /// <param name="forwardPass">The number of the pass, which seeds its sampling.</param>
    /// <returns>A scalar in nats.</returns>
    public Tensor ComputeLoss(int forwardPass)
    {
        ClampLogitScale();
        var random = new Random(TrainingLoop.GetSeed(options.Seed, forwardPass));
        var batch = sampler.DrawBatch(random);
        var features = encoder.EncodeQueries(batch, example => DropTokens(example.Tokens!, random)); // (B, D)
        // Without prompts a feature never changes, and its values are dropped instead of tokens.
        if (encoder.IsPlain)
            features = functional.dropout(features, options.TokenDropout);
        var queries = tuned.Head.QueryExperts.call(features); // (B, 4, D)
        var scale = tuned.Head.LogitScale.exp();
        var retrievalLoss =
            inBatchLoss?.Compute(batch, queries, scale, random)
            ?? sampledLoss!.Compute(batch, features, queries, scale, random, forwardPass);
        return retrievalLoss + ComputeIntentLoss(batch, features) * options.IntentWeight;
    }

    public void Dispose()
    {
        intentWeights.Dispose();
        pictureCandidates.Dispose();
    }

    // Clamps the parameter itself, not the loss term: clamping in the graph would zero its gradient at the cap.
    private void ClampLogitScale()
    {
        using var noGradient = no_grad();
        using var clamped = tuned.Head.LogitScale.clamp(max: Math.Log(SymmetricInfoNce.MaxLogitScale));
        tuned.Head.LogitScale.copy_(clamped);
    }

    private Tensor ComputeIntentLoss(IReadOnlyList<TuningExample> batch, Tensor features)
    {
        var rows = Enumerable.Range(0, batch.Count).Where(row => batch[row].Intent is not null).ToArray();
        var indices = tensor(Array.ConvertAll(rows, row => (long)row), device: clip.Device);
        var intents = tensor(Array.ConvertAll(rows, row => (long)batch[row].Intent!.Value), device: clip.Device);
        var logits = tuned.Head.Intent.call(features.index_select(0, indices)); // (rows, 3)
        return functional.cross_entropy(logits, intents, intentWeights);
    }

    private int[] DropTokens(int[] tokens, Random random)
    {
        int[] remaining =
        [
            tokens[0],
            .. tokens[1..^1].Where(_ => random.NextDouble() >= options.TokenDropout),
            tokens[^1],
        ];
        return remaining.Length > 2 ? remaining : tokens;
    }

    // The root of the inverse frequency, relative to the most frequent intent.
    private static float[] ComputeIntentWeights(IReadOnlyList<TuningExample> training)
    {
        var counts = Enum.GetValues<Intent>()
            .Select(intent => (double)Math.Max(1, training.Count(example => example.Intent == intent)))
            .ToArray();
        return Array.ConvertAll(counts, count => (float)Math.Sqrt(counts.Max() / count));
    }
}
