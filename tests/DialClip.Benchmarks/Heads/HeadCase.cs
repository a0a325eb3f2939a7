using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;

namespace DialClip.Benchmarks.Heads;

/// <summary>A head's training on dialogs that were made up: text queries, picture candidates, features of earlier turns at hand.</summary>
/// <param name="Clip">The frozen model's sizes.</param>
/// <param name="Options">The training's own options.</param>
/// <param name="Dialogs">Dialogs to draw from.</param>
/// <param name="Pictures">Pictures of the catalog.</param>
/// <param name="Tokens">The shortest and the longest query.</param>
/// <param name="Turns">The fewest and the most earlier turns.</param>
internal sealed record HeadCase(
    ClipConfig Clip,
    TuneOptions Options,
    int Dialogs,
    int Pictures,
    (int Least, int Most) Tokens,
    (int Least, int Most) Turns
)
{
    /// <summary>Gets steps of one shape: 16 queries of 16 tokens after two turns, 16 candidates.</summary>
    public static HeadCase Fixed(HeadSize size, int steps) =>
        new(
            size == HeadSize.VitB32 ? RandomClip.VitB32 : RandomClip.Small,
            OptionsOf(DialClipConfig.Paper, steps, candidates: 16),
            64,
            16,
            (16, 16),
            (2, 2)
        );

    /// <summary>Gets steps of ever other shapes over the small model, which is what a leak or a cache would grow on.</summary>
    public static HeadCase Varied(int steps) =>
        new(RandomClip.Small, OptionsOf(TuneOptions.Default.Head, steps, candidates: 64), 256, 256, (4, 24), (0, 4));

    /// <summary>Makes the dialogs; the same case gives the same ones.</summary>
    public IReadOnlyList<TuningExample> MakeDialogs()
    {
        var random = new Random(2);
        return
        [
            .. Enumerable
                .Range(0, Dialogs)
                .Select(number => new TuningExample(
                    [
                        .. Enumerable
                            .Range(0, random.Next(Tokens.Least, Tokens.Most + 1))
                            .Select(_ => random.Next(Clip.Text.VocabularySize)),
                    ],
                    null,
                    [
                        .. Enumerable
                            .Range(0, random.Next(Turns.Least, Turns.Most + 1))
                            .Select(turn => new TuningTurn(
                                Unit(random),
                                (Modality)random.Next(2),
                                (Speaker)random.Next(2)
                            )),
                    ],
                    [number % Pictures],
                    [],
                    (Intent)(number % 3),
                    DialogSplit.Train
                )),
        ];
    }

    /// <summary>Makes the catalog's pictures, noise.</summary>
    public IReadOnlyList<byte[]> MakeCrops()
    {
        var random = new Random(3);
        return
        [
            .. Enumerable
                .Range(0, Pictures)
                .Select(_ =>
                {
                    var crop = new byte[3 * Clip.Vision.ImageSize * Clip.Vision.ImageSize];
                    random.NextBytes(crop);
                    return crop;
                }),
        ];
    }

    /// <summary>Makes the same pictures as the towers see them.</summary>
    public TensorData MakePixels()
    {
        var side = Clip.Vision.ImageSize;
        var each = 3 * side * side;
        var preprocessor = new ImagePreprocessor(side, ClipPreprocessing.OpenAi.Mean, ClipPreprocessing.OpenAi.Std);
        var values = new float[Pictures * each];
        foreach (var (at, crop) in MakeCrops().Index())
            preprocessor.Normalize(crop, values.AsSpan(at * each, each));
        return new([Pictures, 3, side, side], values);
    }

    private static TuneOptions OptionsOf(DialClipConfig head, int steps, int candidates) =>
        TuneOptions.Default with
        {
            Head = head,
            Loop = TuneOptions.Default.Loop with { Steps = steps, BatchSize = 16, WarmUp = Math.Min(3, steps) },
            MessageShare = 0,
            Candidates = candidates,
            TokenDropout = 0,
        };

    private float[] Unit(Random random)
    {
        var values = Noise(random, Clip.Dimension);
        var length = MathF.Sqrt(values.Sum(value => value * value));
        return Array.ConvertAll(values, value => value / length);
    }

    private static float[] Noise(Random random, int length)
    {
        var values = new float[length];
        for (var at = 0; at < length; at++)
            values[at] = random.NextSingle() * 4 - 2;
        return values;
    }
}
