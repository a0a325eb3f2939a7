using System.Text.Json;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Dialog;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Training.Checkpoints;
using DialClip.Training.Data.Dialogs;
using DialClip.Training.Export;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Calibration;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Losses;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using DialClip.Training.Tests.Loop;
using DialClip.Training.Tests.Pretraining;
using TorchSharp;

namespace DialClip.Training.Tests.Heads;

[Collection(nameof(TorchSharp))]
public sealed class HeadTrainerTests : IDisposable
{
    private static readonly TuneOptions Options = TuneOptions.Default with
    {
        Head = new(4, 1, 1, 2, true),
        Loop = new(40, 8, 2e-2, 2, 0),
        Candidates = 3,
        MessageShare = 0.25,
    };

    private readonly TinySources tiny = new();
    private readonly TinyBundle bundle = new();
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-heads-").FullName;

    public void Dispose()
    {
        tiny.Dispose();
        bundle.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task PretrainTrainExportLoad_TinyRun_ServesWhatWasTrained()
    {
        var weights = Pretrain();
        var (head, metrics) = await TrainAsync(weights, "run");
        var (backboneFolder, headFolder) = (Path.Combine(root, "backbone"), Path.Combine(root, "head"));

        var exported = await BackboneExporter.WriteAsync(
            weights,
            tiny.Vocabulary,
            ClipPreprocessing.OpenAi,
            backboneFolder,
            "tiny",
            BackbonePrecisions.Full,
            CancellationToken.None
        );
        var calibrated = head with { Calibration = new() { TextToPicture = new(12.5, -7) } };
        var exportedHead = await HeadExporter.WriteAsync(
            calibrated,
            JsonSerializer.SerializeToElement(metrics),
            headFolder,
            "head",
            "1",
            CancellationToken.None
        );

        Assert.InRange(exported.Properties<BackboneProperties>().Parity!.MaxAbsoluteError, 0, ParityCheck.Tolerance);
        Assert.InRange(exportedHead.Properties<HeadProperties>().Parity.MaxAbsoluteError, 0, ParityCheck.Tolerance);
        using var backbone = Backbone.Load(exported, new EncoderOptions());
        using var served = DialogHead.Load(exportedHead, backbone);
        var catalog = bundle.LoadCatalog();
        var indexFolder = await CandidateIndexBuilder.WriteAsync(
            Path.Combine(root, "index"),
            catalog,
            backbone,
            served,
            null,
            CancellationToken.None
        );
        var loaded = new LoadedHead(
            served,
            CandidateIndex.Load(indexFolder, catalog, served, backbone),
            backbone,
            catalog
        );
        using var retriever = new DialClipRetriever();
        var context = DialogContext.FromMessages([], "roses are here", null, Speaker.User);
        var result = await retriever.RetrieveAsync(context, loaded, 3, CancellationToken.None);
        Assert.Equal("red", result.Pictures[0].Item.Id);
        Assert.Equal(calibrated.Calibration, exportedHead.Properties<HeadProperties>().Calibration);
        Assert.NotNull(result.Pictures[0].Confidence);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0, 0)]
    public async Task Export_PartsLeftOut_StillAgreesAndServes(int contextPrompts, int domainPrompts, int expertRank)
    {
        var weights = Pretrain();
        var (head, _) = await TrainAsync(
            weights,
            "run",
            options: Options with
            {
                Head = new(4, contextPrompts, domainPrompts, expertRank, true),
            }
        );

        var exported = await BackboneExporter.WriteAsync(
            weights,
            tiny.Vocabulary,
            ClipPreprocessing.OpenAi,
            Path.Combine(root, "backbone"),
            "tiny",
            BackbonePrecisions.Full,
            CancellationToken.None
        );
        var exportedHead = await HeadExporter.WriteAsync(
            head,
            JsonSerializer.SerializeToElement(new { }),
            Path.Combine(root, "head"),
            "head",
            "1",
            CancellationToken.None
        );

        using var backbone = Backbone.Load(exported, new EncoderOptions());
        using var served = DialogHead.Load(exportedHead, backbone);
        var vectors = await CandidateIndexBuilder.BuildAsync(
            bundle.LoadCatalog(),
            backbone,
            served,
            null,
            CancellationToken.None
        );
        Assert.All(vectors.Chunk(8), vector => Assert.Equal(1, vector.Sum(value => value * value), 1e-4f));
    }

    [Fact]
    public async Task Run_FrozenClip_StaysBitIdenticalAndTheHeadLearns()
    {
        var weights = Pretrain();
        using var clip = new FrozenClip(weights, tiny.Sources.Tokenizer);

        var (head, metrics) = await TrainAsync(weights, "run", clip);
        var (again, _) = await TrainAsync(weights, "again");

        Assert.All(ModuleWeights.Read(clip.Towers), pair => Assert.Equal(weights[pair.Key].Values, pair.Value.Values));
        Assert.All(head.Weights.Tensors, pair => Assert.Equal(again.Weights[pair.Key].Values, pair.Value.Values));
        Assert.True(metrics.Pictures!.HitAt1 >= 0.8); // a third by chance
        Assert.Contains(head.Weights["query_experts.up"].Values, value => value != 0);
    }

    [Theory]
    [InlineData(nameof(RetrievalLoss.SampledCandidates), false)]
    [InlineData(nameof(RetrievalLoss.SampledCandidates), true)]
    [InlineData(nameof(RetrievalLoss.InBatch), false)]
    public async Task Run_ManySteps_LeavesNoTensorsAlive(string loss, bool generalize)
    {
        var weights = Pretrain();
        using var clip = new FrozenClip(weights, tiny.Sources.Tokenizer);
        var (catalog, examples) = await ExamplesAsync(clip, _ => true, "earlier words");
        var options = Options with
        {
            Loss = Enum.Parse<RetrievalLoss>(loss),
            Generalize = generalize ? GeneralizationWeights.Default : null,
        };
        var log = new LiveTensorLog();

        using var head = new HeadTrainer(
            options,
            clip,
            catalog,
            examples,
            [],
            RunFolder.Open(Path.Combine(root, "run"), options),
            log,
            TimeProvider.System
        ).Run(null, CancellationToken.None);
        var trained = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        new HeadEvaluator(clip, catalog).Rank(head, examples, CancellationToken.None);
        clip.EncodeText("roses");

        Assert.Equal(Options.Loop.Steps - 1, log.After(HeadTrainer.Stage).Count);
        Assert.Single(log.After(HeadTrainer.Stage).Distinct());
        Assert.Equal(trained, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(Modality.Picture, nameof(RetrievalLoss.SampledCandidates))]
    [InlineData(Modality.Picture, nameof(RetrievalLoss.InBatch))]
    [InlineData(Modality.Text, nameof(RetrievalLoss.SampledCandidates))]
    [InlineData(Modality.Text, nameof(RetrievalLoss.InBatch))]
    public async Task Run_CatalogOfOneKindAndDialogsWithoutContext_TrainsAndRanks(Modality kind, string loss)
    {
        using var clip = new FrozenClip(Pretrain(), tiny.Sources.Tokenizer);
        var (catalog, examples) = await ExamplesAsync(clip, item => item.Modality == kind, earlier: null);
        var options = Options with { Loss = Enum.Parse<RetrievalLoss>(loss) };

        using var head = new HeadTrainer(
            options,
            clip,
            catalog,
            examples,
            [],
            RunFolder.Open(Path.Combine(root, "run"), options),
            new LineProgress(TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        ).Run(null, CancellationToken.None);
        var ranked = new HeadEvaluator(clip, catalog).Rank(head, examples, CancellationToken.None);

        Assert.Equal(examples.Count, ranked.Count);
        Assert.All(ranked, example => Assert.Equal(kind == Modality.Picture, example.TopPictures.Count > 0));
        Assert.All(
            ModuleWeights.Read(head),
            pair => Assert.DoesNotContain(pair.Value.Values, value => !float.IsFinite(value))
        );
        Assert.Empty(new HeadEvaluator(clip, catalog).Rank(head, [], CancellationToken.None));
    }

    [Fact]
    public async Task Export_GraphThatDiffers_WritesNothing()
    {
        var (head, _) = await TrainAsync(Pretrain(), "run");
        var broken = head with
        {
            Weights = head.Weights with
            {
                Tensors = head.Weights.Tensors.ToDictionary(
                    pair => pair.Key,
                    pair =>
                        pair.Key == "intent.linear.bias"
                            ? new TensorData(pair.Value.Shape, [float.NaN, 0, 0])
                            : pair.Value
                ),
            },
        };

        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            HeadExporter.WriteAsync(
                broken,
                JsonSerializer.SerializeToElement(new { }),
                Path.Combine(root, "broken"),
                "head",
                "1",
                CancellationToken.None
            )
        );

        Assert.Contains("intent", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(root, "broken")));
    }

    [Fact]
    public async Task Load_HeadOfAnotherClip_Refuses()
    {
        var weights = Pretrain();
        var (head, _) = await TrainAsync(weights, "run");
        head = head with { Calibration = new() { TextToText = new(3, -1) } };
        head.Save(Path.Combine(root, "saved"));
        var other = weights with
        {
            Tensors = weights.Tensors.ToDictionary(
                pair => pair.Key,
                pair => pair.Key == "logit_scale" ? new TensorData([], [1f]) : pair.Value
            ),
        };

        Assert.Equal(
            (head.QueryTurns, head.Thresholds, head.Calibration),
            HeadCheckpoint.Load(Path.Combine(root, "saved"), weights) is var loaded
                ? (loaded.QueryTurns, loaded.Thresholds, loaded.Calibration)
                : default
        );
        Assert.Throws<InvalidDataException>(() => HeadCheckpoint.Load(Path.Combine(root, "saved"), other));
    }

    private ClipWeights Pretrain() =>
        new Pretrainer(
            TinySources.Options,
            tiny.Sources,
            RunFolder.Open(Path.Combine(root, "clip" + Guid.NewGuid().ToString("N")), TinySources.Options),
            new LineProgress(TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        ).Run(null, CancellationToken.None);

    private async Task<(HeadCheckpoint Head, HeadMetrics Metrics)> TrainAsync(
        ClipWeights weights,
        string name,
        FrozenClip? frozen = null,
        TuneOptions? options = null
    )
    {
        options ??= Options;
        using var ownClip = frozen is null ? new FrozenClip(weights, tiny.Sources.Tokenizer) : null;
        var clip = frozen ?? ownClip!;
        await EnsureCatalogAsync();
        var catalog = bundle.LoadCatalog();
        var candidates = await TuningCatalog.ReadAsync(catalog, clip, CancellationToken.None);
        DialogRecord[] dialogs =
        [
            Dialog("a", "roses are here", "red"),
            Dialog("b", "blood and roses", "red"),
            Dialog("c", "look at the sky", "blue"),
            Dialog("d", "the sea is calm", "blue"),
            Dialog("e", "grass and leaves", "green"),
            Dialog("f", "say hello", "text:hello"),
            Dialog("g", "what time is it"),
        ];
        var examples = (
            await ExampleBuilder.FromDialogsAsync(
                dialogs,
                new DialogContextReader(catalog, root),
                clip,
                candidates,
                2,
                CancellationToken.None
            )
        )
            .Select(example => example with { Split = DialogSplit.Train })
            .ToList();
        var messages = ExampleBuilder.FromMessages(tiny.Sources.Messages, clip, candidates);
        using var head = new HeadTrainer(
            options,
            clip,
            candidates,
            examples,
            messages,
            RunFolder.Open(Path.Combine(root, name), options),
            new LineProgress(TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        ).Run(null, CancellationToken.None);
        var ranked = new HeadEvaluator(clip, candidates).Rank(head, examples, CancellationToken.None);
        var checkpoint = new HeadCheckpoint(
            new(weights.Config, options.Head, ModuleWeights.Read(head)),
            weights.ComputeDigest(),
            2,
            HeadCalibration.ChooseThresholds(ranked)
        );
        return (checkpoint, HeadMetrics.Compute(ranked, DialogSplit.Train));
    }

    // Dialogs that accept items of a catalog's part, without what the part lacks.
    private async Task<(TuningCatalog Catalog, IReadOnlyList<TuningExample> Examples)> ExamplesAsync(
        FrozenClip clip,
        Func<CatalogItem, bool> part,
        string? earlier
    )
    {
        await EnsureCatalogAsync();
        var catalog = bundle.LoadCatalog();
        var all = await TuningCatalog.ReadAsync(catalog, clip, CancellationToken.None);
        var (pictures, texts) = (all.Pictures.Where(part).ToList(), all.Texts.Where(part).ToList());
        var subset = new TuningCatalog(
            pictures,
            texts,
            [.. all.Crops.Take(pictures.Count)],
            [.. all.Sentences.Take(texts.Count)]
        );
        DialogRecord[] dialogs =
        [
            Dialog("a", "roses are here", "red"),
            Dialog("b", "the sea is calm", "blue"),
            Dialog("c", "grass and leaves", "green"),
            Dialog("d", "say hello", "text:hello"),
            Dialog("e", "what time is it"),
        ];
        var records = dialogs.Select(dialog =>
            dialog with
            {
                Turns = earlier is null ? [dialog.Input] : [new("user", earlier, null), dialog.Input],
                Accept =
                [
                    .. dialog.Accept.Where(id =>
                        subset.PictureNumbers.ContainsKey(id) || subset.TextNumbers.ContainsKey(id)
                    ),
                ],
            }
        );
        var examples = await ExampleBuilder.FromDialogsAsync(
            records,
            new DialogContextReader(catalog, root),
            clip,
            subset,
            2,
            CancellationToken.None
        );
        return (subset, [.. examples.Select(example => example with { Split = DialogSplit.Train })]);
    }

    private async Task EnsureCatalogAsync()
    {
        if (!Directory.Exists(bundle.GetPath(TinyBundle.CatalogPath)))
            await bundle.WriteCatalogAsync();
    }

    private static DialogRecord Dialog(string id, string text, params string[] accept) =>
        new(id, [new("user", "earlier words", null), new("user", text, null)], accept);
}
