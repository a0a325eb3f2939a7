using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using static TorchSharp.torch;

namespace DialClip.Training.Tuning;

/// <summary>The candidates that a head is trained against.</summary>
internal sealed class TuningCatalog : IDisposable
{
    private TuningCatalog(IReadOnlyList<CatalogItem> pictures, IReadOnlyList<CatalogItem> texts, Tensor pixels, IReadOnlyList<int[]> sentences)
    {
        (Pictures, Texts, Pixels, Sentences) = (pictures, texts, pixels, sentences);
        PictureNumbers = Numbers(pictures);
        TextNumbers = Numbers(texts);
    }

    public IReadOnlyList<CatalogItem> Pictures { get; }

    public IReadOnlyList<CatalogItem> Texts { get; }

    /// <summary>Gets each picture's number by its id.</summary>
    public IReadOnlyDictionary<string, int> PictureNumbers { get; }

    /// <summary>Gets each text's number by its id.</summary>
    public IReadOnlyDictionary<string, int> TextNumbers { get; }

    /// <summary>Gets the pictures, (N, 3, S, S).</summary>
    public Tensor Pixels { get; }

    /// <summary>Gets the texts as tokens with start and end.</summary>
    public IReadOnlyList<int[]> Sentences { get; }

    /// <summary>Reads a catalog's pictures and texts.</summary>
    public static async Task<TuningCatalog> ReadAsync(Catalog catalog, FrozenClip clip, CancellationToken cancel)
    {
        var pictures = catalog.Items.Where(item => item.Modality == Modality.Picture).ToList();
        var texts = catalog.Items.Where(item => item.Modality == Modality.Text).ToList();
        var side = clip.Preprocessor.Size;
        var pixels = new float[pictures.Count * 3 * side * side];
        for (var at = 0; at < pictures.Count; at++)
            clip.Preprocessor.ToPixels(await catalog.ReadPictureAsync(pictures[at], cancel).ConfigureAwait(false)).CopyTo(pixels, at * 3 * side * side);
        return new(pictures, texts, tensor(pixels, [pictures.Count, 3, side, side]), [.. texts.Select(item => clip.Tokenizer.Encode(item.Text!))]);
    }

    public void Dispose() => Pixels.Dispose();

    private static Dictionary<string, int> Numbers(IReadOnlyList<CatalogItem> items) =>
        items.Select((item, number) => (item.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
}
