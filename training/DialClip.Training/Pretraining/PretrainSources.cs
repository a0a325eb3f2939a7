using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;

namespace DialClip.Training.Pretraining;

/// <summary>What pretraining reads.</summary>
/// <param name="Tokenizer">The model's vocabulary.</param>
/// <param name="Synsets">WordNet.</param>
/// <param name="Stickers">The stickers, whose pictures lie in <paramref name="StickerFolder"/>.</param>
/// <param name="Messages">Messages that stickers answer.</param>
/// <param name="StickerFolder">The fetched sticker set.</param>
/// <param name="WordVectors">Where the bag of words begins; null to begin with noise.</param>
internal sealed record PretrainSources(
    ClipTokenizer Tokenizer,
    IReadOnlyList<Synset> Synsets,
    IReadOnlyList<Sticker> Stickers,
    IReadOnlyList<StickerMessages> Messages,
    string StickerFolder,
    WordVectors? WordVectors
)
{
    private const int MostWords = 100_000;

    /// <summary>Reads every source.</summary>
    public static PretrainSources Read(
        string tokenizer,
        int contextLength,
        string wordNet,
        string stickers,
        string? messages,
        string? wordVectors
    )
    {
        var set = StickerSet.Read(stickers);
        return new(
            ClipTokenizer.Load(tokenizer, contextLength),
            WordNetReader.Read(wordNet),
            set,
            messages is null
                ? []
                : StickerMessages.Read(messages, set.Select(sticker => sticker.Id).ToHashSet(StringComparer.Ordinal)),
            stickers,
            wordVectors is null ? null : WordVectors.Read(wordVectors, MostWords)
        );
    }
}
