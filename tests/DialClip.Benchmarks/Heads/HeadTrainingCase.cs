using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Modules;

namespace DialClip.Benchmarks.Heads;

/// <summary>
/// A training of a head on random dialogs of text queries, picture candidates and features of earlier turns.
/// </summary>
/// <param name="Clip">The sizes of the frozen CLIP.</param>
/// <param name="Options">The options of the training.</param>
/// <param name="Dialogs">The number of dialogs.</param>
/// <param name="Pictures">The number of pictures of the catalog.</param>
/// <param name="Tokens">The minimum and maximum tokens of a query.</param>
/// <param name="Turns">The minimum and maximum number of earlier turns.</param>
internal sealed record HeadTrainingCase(
    ClipConfig Clip,
    TuneOptions Options,
    int Dialogs,
    int Pictures,
    (int Min, int Max) Tokens,
    (int Min, int Max) Turns
)
{
    /// <summary>Creates a case of one shape: 16 queries of 16 tokens after two turns, 16 candidates.</summary>
    public static HeadTrainingCase CreateFixed(ClipSize size, int steps) =>
        new(
            size == ClipSize.VitB32 ? RandomClip.VitB32 : RandomClip.Small,
            CreateOptions(DialClipConfig.Paper, steps, candidates: 16),
            64,
            16,
            (16, 16),
            (2, 2)
        );

    /// <summary>Creates a case of varying shapes over the small model, on which a leak or a cache would grow.</summary>
    public static HeadTrainingCase CreateVaried(int steps) =>
        new(
            RandomClip.Small,
            CreateOptions(TuneOptions.Default.Head, steps, candidates: 64),
            256,
            256,
            (4, 24),
            (0, 4)
        );

    /// <summary>Creates the dialogs, the same ones for the same case.</summary>
    public IReadOnlyList<TuningExample> CreateDialogs()
    {
        var random = new Random(2);
        return
        [
            .. Enumerable
                .Range(0, Dialogs)
                .Select(number => new TuningExample(
                    [
                        .. Enumerable
                            .Range(0, random.Next(Tokens.Min, Tokens.Max + 1))
                            .Select(_ => random.Next(Clip.Text.VocabularySize)),
                    ],
                    null,
                    [
                        .. Enumerable
                            .Range(0, random.Next(Turns.Min, Turns.Max + 1))
                            .Select(turn => new TuningTurn(
                                CreateUnitVector(random),
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

    /// <summary>Creates the catalog's pictures of noise.</summary>
    public IReadOnlyList<byte[]> CreateCrops()
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

    /// <summary>Creates the normalized pixels of the pictures.</summary>
    public TensorData CreatePixels()
    {
        var side = Clip.Vision.ImageSize;
        var pixels = 3 * side * side;
        var preprocessor = new ImagePreprocessor(side, ClipPreprocessing.OpenAi.Mean, ClipPreprocessing.OpenAi.Std);
        var values = new float[Pictures * pixels];
        foreach (var (index, crop) in CreateCrops().Index())
            preprocessor.Normalize(crop, values.AsSpan(index * pixels, pixels));
        return new([Pictures, 3, side, side], values);
    }

    private static TuneOptions CreateOptions(DialClipConfig head, int steps, int candidates) =>
        TuneOptions.Default with
        {
            Head = head,
            Loop = TuneOptions.Default.Loop with { Steps = steps, BatchSize = 16, WarmUp = Math.Min(3, steps) },
            MessageShare = 0,
            Candidates = candidates,
            TokenDropout = 0,
        };

    private float[] CreateUnitVector(Random random)
    {
        var values = CreateNoise(random, Clip.Dimension);
        var length = MathF.Sqrt(values.Sum(value => value * value));
        return Array.ConvertAll(values, value => value / length);
    }

    private static float[] CreateNoise(Random random, int length)
    {
        var values = new float[length];
        for (var i = 0; i < length; i++)
            values[i] = random.NextSingle() * 4 - 2;
        return values;
    }
}
