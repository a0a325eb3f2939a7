using DialClip.Training.Checkpoints;
using DialClip.Training.Loop;
using DialClip.Training.Terminal;
using static TorchSharp.torch;

namespace DialClip.Training.Tests.Loop;

[Collection(nameof(TorchSharp))]
public sealed class TrainingLoopTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("dialclip-loop-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Run_StoppedHalfWay_GoesOnAsIfItNeverStopped()
    {
        var straight = Train("straight", null);

        Assert.Throws<OperationCanceledException>(() => Train("stopped", 7));
        var resumed = Train("stopped", null);

        Assert.Equal(straight, resumed);
        Assert.Empty(Directory.GetFiles(Path.Combine(root, "stopped"), "*.optimizer"));
    }

    [Fact]
    public void Run_AccumulatedPasses_StepLikeOneLargeBatch()
    {
        var onePass = Accumulated("whole", 1);

        var accumulated = Accumulated("parts", 4);

        Assert.All(onePass.Zip(accumulated), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Run_EnoughMeasured_EndsThereAndStaysEnded()
    {
        using var module = nn.Linear(3, 2);
        var calls = 0;
        StepValidation? Measure(int done) =>
            new(new Dictionary<string, double> { ["mrr"] = done }, ShouldStop: ++calls == 3);

        CreateSut("enough")
            .Run(
                "stage",
                module,
                new(20, 4, 1e-2, 2, 0.1),
                _ => module.call(ones(4, 3)).pow(2).mean(),
                Measure,
                CancellationToken.None
            );
        CreateSut("enough")
            .Run(
                "stage",
                module,
                new(20, 4, 1e-2, 2, 0.1),
                _ => module.call(ones(4, 3)).pow(2).mean(),
                Measure,
                CancellationToken.None
            );

        Assert.Equal(3, calls);
        var metrics = RunMetrics.Read(Path.Combine(root, "enough", RunMetrics.FileName));
        Assert.Equal([1, 2, 3], metrics.Where(metric => metric.Loss is not null).Select(metric => metric.Step));
        Assert.Equal(
            [1.0, 2, 3],
            metrics.Where(metric => metric.Validation is not null).Select(metric => metric.Validation!["mrr"])
        );
    }

    [Fact]
    public void Run_StoppedAndGoneOn_MetricsNameEveryStepOnce()
    {
        Assert.Throws<OperationCanceledException>(() => Train("metrics", 7));
        File.AppendAllText(
            Path.Combine(root, "metrics", RunMetrics.FileName),
            "{\"stage\":\"stage\",\"step\":9,\"loss\":1}\n{\"stage\":\"sta"
        );

        Train("metrics", null);

        Assert.Equal(
            Enumerable.Range(1, 20),
            RunMetrics.Read(Path.Combine(root, "metrics", RunMetrics.FileName)).Select(metric => metric.Step)
        );
    }

    [Fact]
    public void Run_LossThatIsNoNumber_EndsWithItsStep()
    {
        using var module = nn.Linear(1, 1);
        var sut = CreateSut("nan");

        var error = Assert.Throws<InvalidDataException>(() =>
            sut.Run(
                "stage",
                module,
                new(5, 1, 1e-3, 1, 0),
                step => module.weight!.sum() * (step == 3 ? double.NaN : 1),
                null,
                CancellationToken.None
            )
        );

        Assert.Contains("step 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_EveryStep_WarmsUpAndFallsToZero()
    {
        var sut = new LearningRate(0.1, 10, 100);

        Assert.Equal(0.01, sut.GetRate(0), 1e-9);
        Assert.True(sut.GetRate(9) > 0.09);
        Assert.Equal(0.1 * (0.5 + 0.5 * Math.Cos(Math.PI * 0.5)), sut.GetRate(50), 1e-9);
        Assert.True(sut.GetRate(99) < 1e-4);
        Assert.All(Enumerable.Range(10, 89), step => Assert.True(sut.GetRate(step + 1) < sut.GetRate(step)));
    }

    // The rows of one fixed batch, in one pass or in several.
    private float[] Accumulated(string name, int passes)
    {
        manual_seed(1);
        using var module = nn.Linear(3, 2);
        using var rows = randn(8, 3);
        CreateSut(name)
            .Run(
                "stage",
                module,
                new(5, 8 / passes, 1e-2, 2, 0.1, Accumulation: passes),
                pass => module.call(rows.narrow(0, pass % passes * (8 / passes), 8 / passes)).pow(2).mean(),
                null,
                CancellationToken.None
            );
        return ModuleWeights.Read(module)["weight"].Values;
    }

    private float[] Train(string name, int? stopAfter)
    {
        manual_seed(1);
        using var module = nn.Linear(3, 2);
        using var stop = new CancellationTokenSource();
        CreateSut(name)
            .Run(
                "stage",
                module,
                new(20, 4, 1e-2, 2, 0.1),
                // Random numbers of a step hang on the step alone.
                _ => module.call(randn(4, 3)).pow(2).mean(),
                done =>
                {
                    if (done == stopAfter)
                        stop.Cancel();
                    return null;
                },
                stop.Token
            );
        return ModuleWeights.Read(module)["weight"].Values;
    }

    private TrainingLoop CreateSut(string name) =>
        new(
            RunFolder.Open(Path.Combine(root, name), new { name }),
            seed: 5,
            new LineProgress(TextWriter.Null, TimeProvider.System),
            TimeProvider.System
        );
}
