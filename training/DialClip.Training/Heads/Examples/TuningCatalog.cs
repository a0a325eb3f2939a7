using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Training.Heads.Examples;

/// <summary>The candidates that a head is trained against.</summary>
internal sealed class TuningCatalog
{
    internal TuningCatalog(
        IReadOnlyList<CatalogItem> pictures,
        IReadOnlyList<CatalogItem> texts,
        IReadOnlyList<byte[]> crops,
        IReadOnlyList<int[]> sentences
    )
    {
        (Pictures, Texts, Crops, Sentences) = (pictures, texts, crops, sentences);
        PictureNumbers = Numbers(pictures);
        TextNumbers = Numbers(texts);
    }

    public IReadOnlyList<CatalogItem> Pictures { get; }

    public IReadOnlyList<CatalogItem> Texts { get; }

    /// <summary>Gets each picture's number by its id.</summary>
    public IReadOnlyDictionary<string, int> PictureNumbers { get; }

    /// <summary>Gets each text's number by its id.</summary>
    public IReadOnlyDictionary<string, int> TextNumbers { get; }

    /// <summary>Gets the pictures, uint8 (S, S, 3) each: a quarter of what the towers' input would take.</summary>
    public IReadOnlyList<byte[]> Crops { get; }

    /// <summary>Gets the texts as tokens with start and end.</summary>
    public IReadOnlyList<int[]> Sentences { get; }

    /// <summary>Reads a catalog's pictures and texts.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="clip">The CLIP that they are prepared for.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <param name="progress">Takes the number of items that are read; may be null.</param>
    public static async Task<TuningCatalog> ReadAsync(
        Catalog catalog,
        FrozenClip clip,
        CancellationToken cancel,
        IProgress<long>? progress = null
    )
    {
        var pictures = catalog.Items.Where(item => item.Modality == Modality.Picture).ToList();
        var texts = catalog.Items.Where(item => item.Modality == Modality.Text).ToList();
        var crops = new List<byte[]>(pictures.Count);
        foreach (var picture in pictures)
        {
            crops.Add(
                clip.Preprocessor.ResizeAndCrop(await catalog.ReadPictureAsync(picture, cancel).ConfigureAwait(false))
            );
            progress?.Report(texts.Count + crops.Count);
        }
        return new(pictures, texts, crops, [.. texts.Select(item => clip.Tokenizer.Encode(item.Text!))]);
    }

    private static Dictionary<string, int> Numbers(IReadOnlyList<CatalogItem> items) =>
        items
            .Select((item, number) => (item.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
}
