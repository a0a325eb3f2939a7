using DialClip.Training.Heads.Examples;
using DialClip.Training.Losses;
using static TorchSharp.torch;

namespace DialClip.Training.Heads;

/// <summary>E2MIM's losses in dialog training: a class is a picture of the catalog, its soft view the prompted tower's feature, its hand-crafted view the frozen tower's.</summary>
/// <remarks>After generalizable prompt tuning (arXiv 2410.03189); carrying it over to dialogs is this project's.</remarks>
internal sealed class Generalization(
    GeneralizationWeights weights,
    FrozenClip clip,
    TuningCatalog catalog,
    TunedHead tuned
)
{
    private readonly Dictionary<int, float[]> frozenFeatures = [];

    /// <summary>Computes the weighted losses of a batch.</summary>
    /// <param name="batch">B examples.</param>
    /// <param name="features">(B, D), unit length: their queries.</param>
    /// <param name="pictures">C numbers of candidates.</param>
    /// <param name="soft">(C, D), unit length: the candidates under the domain prompts.</param>
    /// <param name="random">Draws what is mixed.</param>
    public Tensor Loss(IReadOnlyList<TuningExample> batch, Tensor features, int[] pictures, Tensor soft, Random random)
    {
        var dimension = clip.Weights.Config.Dimension;
        var frozen = tensor(pictures.SelectMany(Frozen).ToArray(), [pictures.Length, dimension], device: clip.Device);
        var loss = tuned.MutualInformation!.Loss(soft, frozen) * weights.MutualInformation;
        var rows = Enumerable.Range(0, batch.Count).Where(at => batch[at].Pictures.Count > 0).ToArray();
        if (
            MixupPairs.Draw([.. rows.Select(row => (long)batch[row].Pictures[0])], weights.MixupShape, random)
            is not { } pairs
        )
            return loss;
        var places = Array.ConvertAll(rows, row => (long)Array.BinarySearch(pictures, batch[row].Pictures[0]));
        return loss
            + tuned.Mixup!.Loss(
                features.index_select(0, Rows(Array.ConvertAll(rows, row => (long)row))),
                soft.index_select(0, Rows(places)),
                pairs.First.to(clip.Device),
                pairs.Second.to(clip.Device),
                pairs.Share.to(clip.Device)
            ) * weights.Mixup;
    }

    private float[] Frozen(int number)
    {
        if (!frozenFeatures.TryGetValue(number, out var feature))
            frozenFeatures[number] = feature = clip.EncodeCrop(catalog.Crops[number]);
        return feature;
    }

    private Tensor Rows(long[] rows) => tensor(rows, device: clip.Device);
}
