using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Onnx;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Encoders.Tests.Onnx;

public sealed class OnnxGraphTests : IDisposable
{
    private const string Name = "graph.onnx";

    private readonly TemporaryFolder temporary = new();

    private string GraphPath => temporary.At(Name);

    [Fact]
    public void Open_OtherPorts_NamesEveryOne()
    {
        new TinyOnnx()
            .Input("x", -1, 3)
            .InputInt64("extra", 1)
            .Output("y", -1, 3)
            .Node("Identity", ["x"], "y")
            .Save(GraphPath);

        var error = Assert.Throws<ArtifactException>(() =>
            Open([TensorSpec.Float("x", -1, 4), TensorSpec.Int64("z", -1)], [TensorSpec.Float("y", -1, 3)])
        );

        Assert.Contains(
            "input 'x' of Float (any, 3), expected Float (any, 4)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("no input 'z'", error.Message, StringComparison.Ordinal);
        Assert.Contains("unknown input 'extra'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'y' of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedFile_SaysWhichAndWhatToDo()
    {
        File.WriteAllText(GraphPath, "this is no graph");

        var error = Assert.Throws<ArtifactException>(() => Open([], []));

        Assert.Contains(GraphPath, error.Message, StringComparison.Ordinal);
        Assert.Contains("dialclip export", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CancelledOnTheWay_EndsEarly()
    {
        // Counts for half a minute unless it is ended.
        new TinyOnnx()
            .Input("x", 1)
            .Output("y", 1)
            .Constant("trips", [30_000_000L])
            .Constant("go", [1L])
            .Node("Cast", ["go"], "on", ("to", 9))
            .Loop(
                "trips",
                "on",
                "x",
                "y",
                new TinyOnnx()
                    .Node("Identity", ["keep"], "kept")
                    .Node("Add", ["value", "value"], "next")
                    .LoopPorts("trip", "keep", "value", "kept", "next")
            )
            .Save(GraphPath);
        using var sut = Open([TensorSpec.Float("x", 1)], [TensorSpec.Float("y", 1)]);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var run = Task.Run(() => sut.Run([GraphTensor.Create([1f], 1)], cancel.Token));

        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void Open_CudaIsNotThere_FallsBackOnlyWhereAllowed()
    {
        new TinyOnnx().Input("x", 1).Output("y", 1).Node("Identity", ["x"], "y").Save(GraphPath);
        var logger = new FakeLogger();
        var cuda = new EncoderOptions { Provider = ExecutionProvider.Cuda, CudaDevice = 63 };

        var refused = Assert.Throws<InvalidOperationException>(() =>
            Open([TensorSpec.Float("x", 1)], [TensorSpec.Float("y", 1)], cuda, logger)
        );
        using var sut = Open(
            [TensorSpec.Float("x", 1)],
            [TensorSpec.Float("y", 1)],
            cuda with
            {
                AllowCpuFallback = true,
            },
            logger
        );

        Assert.Contains("AllowCpuFallback", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ExecutionProvider.Cpu, sut.Provider);
        var warning = Assert.Single(logger.Collector.GetSnapshot(), line => line.Level == LogLevel.Warning);
        Assert.Contains(refused.InnerException!.Message, warning.Message, StringComparison.Ordinal);
    }

    public void Dispose() => temporary.Dispose();

    private OnnxGraph Open(
        TensorSpec[] inputs,
        TensorSpec[] outputs,
        EncoderOptions? options = null,
        ILogger? logger = null
    )
    {
        var properties = new CatalogProperties { Items = 1, License = "CC0" };
        var folder = ArtifactFolderWriter
            .WriteAsync(temporary.Path, "graph", "1", properties, CancellationToken.None)
            .GetAwaiter()
            .GetResult();
        return OnnxGraph.Open(folder, Name, inputs, outputs, options ?? new(), logger ?? NullLogger.Instance);
    }
}
