using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Terminal;

namespace DialClip.Training.Pretraining;

/// <summary>The data of pretraining.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Synsets">The synsets of WordNet.</param>
/// <param name="Stickers">The stickers, with pictures in <paramref name="StickerFolder"/>.</param>
/// <param name="Messages">The messages to which stickers reply.</param>
/// <param name="StickerFolder">The folder of the fetched sticker set.</param>
/// <param name="WordVectors">The initialization of the bag of words; null for noise.</param>
internal sealed record PretrainSources(
    ClipTokenizer Tokenizer,
    IReadOnlyList<Synset> Synsets,
    IReadOnlyList<Sticker> Stickers,
    IReadOnlyList<StickerMessages> Messages,
    string StickerFolder,
    WordVectors? WordVectors
)
{
    private const int MaxWords = 100_000;

    /// <summary>Reads all sources.</summary>
    public static PretrainSources Read(
        string tokenizer,
        int contextLength,
        string wordNet,
        string stickers,
        string? messages,
        string? wordVectors,
        IProgressSink progress
    )
    {
        var set = StickerSet.Read(stickers);
        return new(
            ClipTokenizer.Load(tokenizer, contextLength),
            WordNetReader.Read(wordNet),
            set,
            messages is null
                ? []
                : StickerMessages.Read(
                    messages,
                    set.Select(sticker => sticker.Id).ToHashSet(StringComparer.Ordinal),
                    progress
                ),
            stickers,
            wordVectors is null ? null : WordVectors.Read(wordVectors, MaxWords)
        );
    }
}
