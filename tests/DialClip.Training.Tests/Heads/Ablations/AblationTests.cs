using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Evaluation.Statistics;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Ablations;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using DialClip.Training.Tests.Pretraining;

namespace DialClip.Training.Tests.Heads.Ablations;

[Collection(nameof(TorchSharp))]
public sealed class AblationTests : IDisposable
{
    private static readonly TuneOptions Options = TuneOptions.Default with
    {
        Head = new(4, 1, 1, 2, true),
        Loop = new(3, 4, 1e-2, 1, 0),
        Candidates = 3,
        MessageShare = 0,
    };

    private readonly TinySources tiny = new();
    private readonly TinyBundle bundle = new();
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-ablation-").FullName;

    public void Dispose()
    {
        tiny.Dispose();
        bundle.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Run_TinyData_GivesEveryRowAndKeepsWhatIsDone()
    {
        using var clip = MakeClip();
        var data = await DataAsync(clip, Gallery.Catalog);
        var sut = CreateSut(Options, data);

        var rows = sut.Run(AblationVariant.All, 2, CancellationToken.None);
        var ranksFile = Path.Combine(root, "full-0", "test-ranks.json");
        File.WriteAllText(ranksFile, "[3,3]"); // stored results are loaded
        var repeated = sut.Run(AblationVariant.All, 2, CancellationToken.None);

        Assert.Equal(
            [Ablation.Frozen, .. AblationVariant.All.Select(variant => variant.Name)],
            rows.Select(row => row.Name)
        );
        Assert.All(rows, row => Assert.Equal(row.Name == AblationVariant.Full, row.MrrAgainstFull is null));
        Assert.True(
            rows.Single(row => row.Name == "without-context").Parameters
                < rows.Single(row => row.Name == AblationVariant.Full).Parameters
        );
        Assert.NotEqual(
            rows.Single(row => row.Name == AblationVariant.Full).Test.MeanReciprocalRank.Mean,
            repeated.Single(row => row.Name == AblationVariant.Full).Test.MeanReciprocalRank.Mean
        );
        Assert.Contains("e2mim", File.ReadAllText(Path.Combine(root, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherOptionsIntoTheSameFolder_Refuses()
    {
        using var clip = MakeClip();
        var data = await DataAsync(clip, Gallery.Catalog);
        IReadOnlyList<AblationVariant> one = [AblationVariant.All[0]];
        CreateSut(Options, data).Run(one, 1, CancellationToken.None);

        Assert.Throws<InvalidDataException>(() =>
            CreateSut(Options with { IntentWeight = 1 }, data).Run(one, 1, CancellationToken.None)
        );
        Assert.Throws<InvalidDataException>(() =>
            CreateSut(Options, data with { Digest = "other" }).Run(one, 1, CancellationToken.None)
        );
    }

    [Fact]
    public async Task Rank_Galleries_AreTheSplitsOrTheDialogsOwn()
    {
        using var clip = MakeClip();
        var data = await DataAsync(clip, Gallery.Split);
        using var head = new DialClip.Training.Modules.DialClipModule(clip.Weights.Config, Options.Head, 1);
        var evaluator = new HeadEvaluator(clip, data.Catalog, Gallery.Split);

        var bySplit = evaluator.Rank(head, data.GetDialogs(DialogSplit.Test), CancellationToken.None);
        var ownRanking = evaluator.Rank(
            head,
            [
                data.GetDialogs(DialogSplit.Test)[0] with
                {
                    PictureCandidates = [data.GetDialogs(DialogSplit.Test)[0].Pictures[0]],
                },
            ],
            CancellationToken.None
        );

        // The test split shows two of three pictures.
        Assert.All(bySplit, example => Assert.Equal(2, example.TopPictures.Count));
        Assert.Equal(1, Assert.Single(ownRanking).PictureRank); // alone among its candidates
    }

    [Fact]
    public async Task DrawCandidates_OfADataSet_NeverDrawsWhatOnlyOtherSplitsAccept()
    {
        using var clip = MakeClip();
        var data = await DataAsync(clip, Gallery.Split);
        var trained = data.GetDialogs(DialogSplit.Train).SelectMany(example => example.Pictures).ToHashSet();
        var sut = new TuningSampler(Options, data.Dialogs, [], Gallery.Split);

        var drawn = Enumerable
            .Range(0, 20)
            .SelectMany(seed =>
                sut.DrawCandidates(
                    sut.DrawBatch(new Random(seed)),
                    picture: true,
                    data.Catalog.Pictures.Count,
                    new Random(seed)
                )
            )
            .ToHashSet();

        Assert.Equal(trained.Order(), drawn.Order());
        Assert.True(trained.Count < data.Catalog.Pictures.Count);
    }

    [Fact]
    public async Task Train_Patience_EndsEarlyWithTheBestWeights()
    {
        using var clip = MakeClip();
        var data = await DataAsync(clip, Gallery.Catalog);
        var folder = RunFolder.Open(Path.Combine(root, "patience"), "patience");
        double[] scores = [0.2, 0.9, 0.1, 0.1, 0.1, 0.1];
        var best = new Dictionary<int, float[]>();
        var options = Options with { Patience = 2, Loop = Options.Loop with { Steps = 6 * HeadValidator.Interval } };

        using var head = new HeadTrainer(
            options,
            clip,
            data.Catalog,
            data.Dialogs,
            [],
            folder,
            new LineProgress(TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        ).Run(
            (done, current) =>
            {
                if (done % HeadValidator.Interval != 0)
                    return null;
                best[done] = ModuleWeights.Read(current)["intent.linear.weight"].Values;
                return new RankingMetrics(0, 0, 0, scores[done / HeadValidator.Interval - 1]);
            },
            CancellationToken.None
        );

        Assert.Equal(4 * HeadValidator.Interval, best.Keys.Max()); // two measurements after the best one
        Assert.Equal(best[2 * HeadValidator.Interval], ModuleWeights.Read(head)["intent.linear.weight"].Values);
    }

    [Fact]
    public async Task Train_NoDialogToValidate_WritesAHeadThatCannotBeCalibrated()
    {
        using var clip = MakeClip();
        var data = await DataAsync(clip, Gallery.Catalog);
        var progress = new StringWriter();

        var (head, ranked) = HeadRun.Train(
            Options,
            data with
            {
                Dialogs = data.GetDialogs(DialogSplit.Train),
            },
            Path.Combine(root, "unvalidated"),
            new LineProgress(progress, TimeProvider.System),
            TimeProvider.System,
            CancellationToken.None
        );

        Assert.Null(head.Calibration);
        Assert.Equal(data.GetDialogs(DialogSplit.Train).Count, ranked.Count);
        var steps = Options.Loop.Steps;
        Assert.Contains($"head: {steps} of {steps} steps  loss ", progress.ToString(), StringComparison.Ordinal);
        Assert.Contains(" examples/s  in 00:00:", progress.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void PessimisticRank_ScoresThatAreNoNumbers_AreLast()
    {
        Assert.Equal(3, RankingMetrics.PessimisticRank([float.NaN, float.NaN, float.NaN], new HashSet<int> { 0 }));
        Assert.Equal(2, RankingMetrics.PessimisticRank([0.5f, float.NaN, 0.1f], new HashSet<int> { 0 }));
    }

    private Ablation CreateSut(TuneOptions options, TuningData data) =>
        new(options, data, root, new LineProgress(TextWriter.Null, TimeProvider.System), TimeProvider.System);

    private FrozenClip MakeClip() =>
        new(
            new Pretrainer(
                TinySources.Options,
                tiny.Sources,
                RunFolder.Open(Path.Combine(root, "clip"), TinySources.Options),
                new LineProgress(TextWriter.Null, TimeProvider.System),
                TimeProvider.System
            ).Run(null, CancellationToken.None),
            tiny.Sources.Tokenizer
        );

    private async Task<TuningData> DataAsync(FrozenClip clip, Gallery gallery)
    {
        await bundle.WriteCatalogAsync();
        var dialogs = Path.Combine(root, "dialogs.jsonl");
        File.WriteAllLines(
            dialogs,
            new (string Id, string Text, string Accepted, string Split)[]
            {
                ("a", "roses", "red", "train"),
                ("b", "the sky", "blue", "train"),
                ("c", "blood", "red", "validation"),
                ("d", "grass", "green", "test"),
                ("e", "the sea", "blue", "test"),
            }.Select(dialog =>
                $$"""{"id":"{{dialog.Id}}","turns":[{"speaker":"user","text":"{{dialog.Text}}","image":null}],"""
                + $$"""
                    "accept":["{{dialog.Accepted}}"],"split":"{{dialog.Split}}"}
                    """
            )
        );
        var data = await TuningData.ReadAsync(
            clip,
            bundle.LoadCatalog(),
            [dialogs],
            null,
            1,
            _ => true,
            new LineProgress(TextWriter.Null, TimeProvider.System),
            CancellationToken.None
        );
        return data with { Gallery = gallery };
    }
}
