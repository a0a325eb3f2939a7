using DialClip.Training.Heads.Examples;
using DialClip.Training.Losses;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>
/// The E2MIM losses of dialog training: classes are the catalog's pictures, soft views the prompted tower's features,
/// hand-crafted views the frozen tower's.
/// </summary>
/// <remarks>Generalizable prompt tuning (arXiv 2410.03189), carried over to dialogs by this project.</remarks>
internal sealed class GeneralizationLoss(
    GeneralizationWeights weights,
    FrozenClip clip,
    TuningCatalog catalog,
    HeadWithCritics tuned
)
{
    private readonly Dictionary<int, float[]> frozenFeatures = [];

    /// <summary>Computes the weighted losses of a batch.</summary>
    /// <param name="batch">B examples.</param>
    /// <param name="features">(B, D), unit length: the queries' features.</param>
    /// <param name="pictures">The catalog indices of C candidates.</param>
    /// <param name="soft">(C, D), unit length: the candidates' features under the domain prompts.</param>
    /// <param name="random">The random source of mixing.</param>
    public Tensor Compute(
        IReadOnlyList<TuningExample> batch,
        Tensor features,
        int[] pictures,
        Tensor soft,
        Random random
    )
    {
        var dimension = clip.Weights.Config.Dimension;
        var frozen = tensor(
            pictures.SelectMany(GetFrozenFeature).ToArray(),
            [pictures.Length, dimension],
            device: clip.Device
        );
        var loss = tuned.MutualInformation!.ComputeLoss(soft, frozen) * weights.MutualInformation;
        var rows = Enumerable.Range(0, batch.Count).Where(row => batch[row].Pictures.Count > 0).ToArray();
        if (
            MixupPairs.Draw([.. rows.Select(row => (long)batch[row].Pictures[0])], weights.MixupShape, random)
            is not { } pairs
        )
            return loss;
        var targetRows = Array.ConvertAll(rows, row => (long)Array.BinarySearch(pictures, batch[row].Pictures[0]));
        return loss
            + tuned.Mixup!.ComputeLoss(
                features.index_select(0, Rows(Array.ConvertAll(rows, row => (long)row))),
                soft.index_select(0, Rows(targetRows)),
                pairs.First.to(clip.Device),
                pairs.Second.to(clip.Device),
                pairs.Share.to(clip.Device)
            ) * weights.Mixup;
    }

    private float[] GetFrozenFeature(int number)
    {
        if (!frozenFeatures.TryGetValue(number, out var feature))
            frozenFeatures[number] = feature = clip.EncodeCrop(catalog.Crops[number]);
        return feature;
    }

    private Tensor Rows(long[] rows) => tensor(rows, device: clip.Device);
}
