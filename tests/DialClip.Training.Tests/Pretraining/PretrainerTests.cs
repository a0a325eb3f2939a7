using DialClip.Training.Loop;
using DialClip.Training.Pretraining;
using DialClip.Training.Terminal;
using DialClip.Training.Tests.Loop;

namespace DialClip.Training.Tests.Pretraining;

[Collection(nameof(TorchSharp))]
public sealed class PretrainerTests : IDisposable
{
    private readonly TinySources tiny = new();
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-runs-").FullName;

    public void Dispose()
    {
        tiny.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void Run_SameSeed_MakesTheSameWeights()
    {
        var (first, second) = (Run("a"), Run("b"));

        Assert.Equal(first.ComputeDigest(), second.ComputeDigest());
        Assert.NotEqual(first.ComputeDigest(), Run("c", TinySources.Options with { Seed = 4 }).ComputeDigest());
    }

    [Theory]
    [InlineData("bag")]
    [InlineData("text")]
    [InlineData("pictures")]
    public void Run_InterruptedAndStartedAgain_MakesTheSameWeights(string stage)
    {
        var straight = Run("straight");
        using var interrupt = new CancellationTokenSource();
        var progress = new Interrupting(interrupt, stage + ": ");

        Assert.Throws<OperationCanceledException>(() =>
            Run("stopped", progress: progress, cancellationToken: interrupt.Token)
        );

        Assert.Equal(straight.ComputeDigest(), Run("stopped").ComputeDigest());
    }

    [Fact]
    public void Run_ManySteps_LeavesNoTensorsAlive()
    {
        var log = new LiveTensorLog();

        new Pretrainer(
            TinySources.Options,
            tiny.Sources,
            RunFolder.Open(Path.Combine(root, "run"), TinySources.Options),
            log,
            TimeProvider.System
        ).Run(null, CancellationToken.None);

        Assert.All(["bag", "text", "pictures"], stage => Assert.Single(log.After(stage).Distinct()));
    }

    [Fact]
    public void Open_FolderOfARunWithOtherOptions_Refuses()
    {
        RunFolder.Open(Path.Combine(root, "run"), TinySources.Options);

        var error = Assert.Throws<InvalidDataException>(() =>
            RunFolder.Open(Path.Combine(root, "run"), TinySources.Options with { Seed = 9 })
        );

        Assert.Contains("\"seed\": 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_SameSeedAndStep_GivesTheSamePairs()
    {
        var words = new WordTable(tiny.Sources.Tokenizer);
        var wordNet = new WordNetPairs(tiny.Sources.Synsets, words);
        var stickers = new StickerPairs(
            tiny.Sources.Stickers,
            tiny.Sources.Synsets,
            tiny.Sources.Messages,
            wordNet,
            words,
            new Progress<long>(),
            CancellationToken.None
        );
        var sut = new TextPairSampler(wordNet, stickers, words, tiny.Sources.Tokenizer, new(0.25, 0.25, 0.25, 0, 0.25));

        var batch = sut.Draw(64, seed: 1, step: 5);

        Assert.Equal(Flat(batch), Flat(sut.Draw(64, 1, 5)));
        Assert.NotEqual(Flat(batch), Flat(sut.Draw(64, 1, 6)));
        Assert.All(
            batch,
            pair =>
                Assert.True(
                    pair.First.Length > 2
                        && pair.First[0] == tiny.Sources.Tokenizer.StartToken
                        && pair.Second[^1] == tiny.Sources.Tokenizer.EndToken
                )
        );
        // Synsets and stickers have keys of their own.
        Assert.All(batch[..16], pair => Assert.InRange(pair.Key, 0, 2));
        Assert.All(batch[16..], pair => Assert.InRange(pair.Key, 3, 5));

        static IEnumerable<int> Flat(TextPair[] pairs) =>
            pairs.SelectMany(pair => pair.First.Concat(pair.Second).Append(pair.Key));
    }

    private ClipWeights Run(
        string name,
        PretrainOptions? options = null,
        TextWriter? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= TinySources.Options;
        var folder = RunFolder.Open(Path.Combine(root, name), options);
        return new Pretrainer(
            options,
            tiny.Sources,
            folder,
            new LineProgress(progress ?? TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        ).Run(null, cancellationToken);
    }

    // Asks for the end as soon as a stage says that it begins.
    private sealed class Interrupting(CancellationTokenSource source, string mark) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value!.StartsWith(mark, StringComparison.Ordinal))
                source.Cancel();
        }
    }
}
