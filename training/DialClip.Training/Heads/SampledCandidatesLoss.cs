using DialClip.Training.Heads.Examples;
using DialClip.Training.Losses;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>InfoNCE from queries to the accepted candidates of the batch and others sampled from the catalog.</summary>
internal sealed class SampledCandidatesLoss(
    TuneOptions options,
    FrozenClip clip,
    TuningCatalog catalog,
    HeadWithCritics tuned,
    TuningSampler sampler,
    PromptedEncoder encoder,
    PictureCandidates pictureCandidates
)
{
    private readonly GeneralizationLoss? generalizationLoss = options.Generalize is { } weights
        ? new(weights, clip, catalog, tuned)
        : null;

    /// <summary>Computes the loss of a batch, over pictures and texts.</summary>
    /// <param name="batch">B examples.</param>
    /// <param name="features">(B, D), unit length: the queries' features.</param>
    /// <param name="queries">(B, 4, D), unit length: the features by expert.</param>
    /// <param name="scale">Scalar: the factor on cosines.</param>
    /// <param name="random">The random source of sampling.</param>
    /// <param name="pass">The number of the forward pass.</param>
    /// <returns>A scalar in nats.</returns>
    public Tensor Compute(
        IReadOnlyList<TuningExample> batch,
        Tensor features,
        Tensor queries,
        Tensor scale,
        Random random,
        int pass
    )
    {
        var pictures = pictureCandidates.AreAllCandidates
            ? [.. Enumerable.Range(0, catalog.Pictures.Count)]
            : sampler.DrawCandidates(batch, picture: true, catalog.Pictures.Count, random);
        var texts = sampler.DrawCandidates(batch, picture: false, catalog.Texts.Count, random);
        var loss = zeros(1, device: clip.Device).sum();
        if (pictures.Length > 0)
        {
            var batchAccepts = batch.SelectMany(example => example.Pictures).ToHashSet();
            var pictureFeatures = pictureCandidates.EncodePixels(pictures, batchAccepts, pass); // (C, D)
            var fused = pictureCandidates.Fuse(pictureFeatures, pictures); // (C, D)
            var accepted = BuildAcceptedMask(batch, pictures, example => example.Pictures); // (B, C)
            loss = loss + ComputeRetrievalLoss(batch, queries, fused, accepted, scale, picture: true);
            if (generalizationLoss is not null)
                loss = loss + generalizationLoss.Compute(batch, features, pictures, pictureFeatures, random);
        }
        if (texts.Length > 0)
        {
            var textFeatures = encoder.EncodeTexts([.. texts.Select(index => catalog.Sentences[index])]); // (C, D)
            var accepted = BuildAcceptedMask(batch, texts, example => example.Texts); // (B, C)
            loss = loss + ComputeRetrievalLoss(batch, queries, textFeatures, accepted, scale, picture: false);
        }
        return loss;
    }

    private Tensor ComputeRetrievalLoss(
        IReadOnlyList<TuningExample> batch,
        Tensor queries,
        Tensor candidateFeatures,
        Tensor accepted,
        Tensor scale,
        bool picture
    )
    {
        var candidates = tuned.Head.CandidateExperts.call(candidateFeatures); // (C, 4, D)
        var cosines = PromptedEncoder.Score(queries, candidates, batch, picture); // (B, C)
        return MultiPositiveInfoNce.Compute(cosines * scale, accepted);
    }

    // (B, C): 1 where an example accepts a candidate.
    private Tensor BuildAcceptedMask(
        IReadOnlyList<TuningExample> batch,
        int[] candidates,
        Func<TuningExample, IReadOnlyList<int>> getAccepted
    )
    {
        var columns = candidates.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var mask = new float[batch.Count * candidates.Length];
        for (var row = 0; row < batch.Count; row++)
            foreach (var index in getAccepted(batch[row]))
                mask[row * candidates.Length + columns[index]] = 1;
        return tensor(mask, [batch.Count, candidates.Length], device: clip.Device);
    }
}
