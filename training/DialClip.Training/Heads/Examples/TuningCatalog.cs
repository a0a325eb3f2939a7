using System.Numerics.Tensors;
using DialClip.Encoders;
using DialClip.Model.Indexing;

namespace DialClip.Training.Heads.Examples;

/// <summary>The candidates of a head's training, preprocessed for the towers.</summary>
internal sealed class TuningCatalog
{
    internal TuningCatalog(
        IReadOnlyList<CatalogItem> pictures,
        IReadOnlyList<CatalogItem> texts,
        IReadOnlyList<byte[]> crops,
        IReadOnlyList<int[]> sentences,
        IReadOnlyList<float[]?>? captions = null
    )
    {
        (Pictures, Texts, Crops, Sentences) = (pictures, texts, crops, sentences);
        Captions = captions ?? new float[pictures.Count][];
        PictureNumbers = NumberById(pictures);
        TextNumbers = NumberById(texts);
    }

    public IReadOnlyList<CatalogItem> Pictures { get; }

    public IReadOnlyList<CatalogItem> Texts { get; }

    /// <summary>Gets the index of each picture by its id.</summary>
    public IReadOnlyDictionary<string, int> PictureNumbers { get; }

    /// <summary>Gets the index of each text by its id.</summary>
    public IReadOnlyDictionary<string, int> TextNumbers { get; }

    /// <summary>Gets the pictures as uint8 (S, S, 3), a quarter of the size of the towers' float input.</summary>
    public IReadOnlyList<byte[]> Crops { get; }

    /// <summary>Gets the texts as token ids with start and end.</summary>
    public IReadOnlyList<int[]> Sentences { get; }

    /// <summary>Gets the feature of each picture's caption, unit length; null without caption.</summary>
    public IReadOnlyList<float[]?> Captions { get; }

    /// <summary>Reads and preprocesses a catalog's pictures and texts.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="clip">The CLIP to preprocess for.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="progress">The sink for the number of items read; may be null.</param>
    public static async Task<TuningCatalog> ReadAsync(
        Catalog catalog,
        FrozenClip clip,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null
    )
    {
        var pictures = catalog.Items.Where(item => item.Modality == Modality.Picture).ToList();
        var texts = catalog.Items.Where(item => item.Modality == Modality.Text).ToList();
        var crops = new List<byte[]>(pictures.Count);
        foreach (var picture in pictures)
        {
            crops.Add(
                clip.Preprocessor.ResizeAndCrop(
                    await catalog.ReadPictureAsync(picture, cancellationToken).ConfigureAwait(false)
                )
            );
            progress?.Report(texts.Count + crops.Count);
        }
        return new(
            pictures,
            texts,
            crops,
            [.. texts.Select(item => clip.Tokenizer.Encode(item.Text!))],
            [.. pictures.Select(picture => EncodeCaption(picture, clip))]
        );
    }

    // The unit mean over the caption's texts, as an index has it.
    private static float[]? EncodeCaption(CatalogItem picture, FrozenClip clip)
    {
        var texts = CaptionTexts.Get(picture).Select(clip.Tokenizer.LeaveOutUnknownEmoji).ToList();
        if (texts.Count == 0)
            return null;
        var sum = new float[clip.Weights.Config.Dimension];
        foreach (var text in texts)
            TensorPrimitives.Add(sum, clip.EncodeText(text), sum);
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm(sum), sum);
        return sum;
    }

    private static Dictionary<string, int> NumberById(IReadOnlyList<CatalogItem> items) =>
        items
            .Select((item, number) => (item.Id, number))
            .ToDictionary(pair => pair.Id, pair => pair.number, StringComparer.Ordinal);
}
