using DialClip.Encoders.Text;
using DialClip.Training.Data.Corpus;
using DialClip.Training.Pretraining;

namespace DialClip.Training.Tests.Pretraining;

/// <summary>A language of a few words, and three stickers of one colour each.</summary>
internal sealed class TinySources : IDisposable
{
    private readonly TinyVocabulary vocabulary = new();
    private readonly string stickers = Directory.CreateTempSubdirectory("dialclip-stickers-").FullName;

    public TinySources()
    {
        foreach (var (id, bmp) in TinyBundle.Pictures)
            File.WriteAllBytes(Path.Combine(stickers, id + ".png"), bmp);
        var tokenizer = ClipTokenizer.Load(vocabulary.Folder, 24);
        Sources = new(
            tokenizer,
            [
                new(["red", "scarlet"], "the colour of blood", ["a red rose"], [1], 5),
                new(["colour"], "what light looks like", [], [0, 2], 2),
                new(["blue"], "the colour of the sky", ["the blue sea"], [1], 3),
            ],
            [
                .. TinyBundle.Pictures.Select(picture => new Sticker(
                    picture.Id,
                    picture.Id,
                    [picture.Id + " thing", "colour"],
                    [],
                    [],
                    [],
                    picture.Id + ".png",
                    null
                )),
            ],
            [
                new(["red"], ["roses are here", "blood and roses"]),
                new(["blue"], ["look at the sky", "the sea is calm"]),
            ],
            stickers,
            null
        );
    }

    public PretrainSources Sources { get; }

    public string Vocabulary => vocabulary.Folder;

    public static PretrainOptions Options { get; } =
        new(
            Seed: 3,
            Dimension: 8,
            TextLayers: 1,
            Heads: 2,
            ContextLength: 24,
            Vision: new(8, 1, 2, 8, 4),
            Mix: TextPairMix.Default,
            Bag: new(20, 16, 1e-2, 2, 0),
            Text: new(10, 8, 1e-3, 2, 0.05),
            Pictures: new(30, 3, 1e-2, 2, 0)
        );

    public void Dispose()
    {
        vocabulary.Dispose();
        Directory.Delete(stickers, recursive: true);
    }
}
