using DialClip.Testing;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Standins.Tests.OnnxRuntime;

public sealed class OptionsTests
{
    [RequiresFact(Tool.OnnxRuntime)]
    public void SessionOptions_EveryOption_IsTakenAndRuns()
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            ExecutionMode = ExecutionMode.ORT_PARALLEL,
            EnableCpuMemArena = false,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            LogVerbosityLevel = 1,
            LogId = "test",
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AppendExecutionProvider_CPU(0);
        using var session = new InferenceSession(OnnxModel.AddBias(), options);
        using var runOptions = new RunOptions { LogId = "run", LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, LogVerbosityLevel = 1 };
        runOptions.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "");
        using var input = OrtValue.CreateTensorValueFromMemory(new float[3], [1, 3]);

        using var results = session.Run(runOptions, ["X"], [input], ["Y"]);

        Assert.Equal([10, 20, 30], results[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal(1, options.IntraOpNumThreads);
        Assert.False(options.EnableCpuMemArena);
        Assert.Equal(ExecutionMode.ORT_PARALLEL, options.ExecutionMode);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void SessionOptions_DimensionOverride_FixesTheInput()
    {
        using var options = new SessionOptions();
        options.AddFreeDimensionOverrideByName("N", 2);

        using var session = new InferenceSession(OnnxModel.AddBias(), options);

        Assert.Equal([2, 3], session.InputMetadata["X"].Dimensions);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void SessionOptions_OptimizedModelFilePath_IsWritten()
    {
        var path = Path.Combine(Path.GetTempPath(), $"optimised-{Guid.NewGuid():N}.onnx");
        try
        {
            using var options = new SessionOptions { OptimizedModelFilePath = path };
            using var session = new InferenceSession(OnnxModel.AddBias(), options);

            Assert.True(new FileInfo(path).Length > 0);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void OrtEnv_Instance_IsOneAndTellsProviders()
    {
        var environment = OrtEnv.Instance();

        Assert.Same(environment, OrtEnv.Instance());
        Assert.True(OrtEnv.IsCreated);
        Assert.Contains("CPUExecutionProvider", environment.GetAvailableProviders());
        Assert.Matches(@"^1\.\d+\.\d+", environment.GetVersionString());
        environment.EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        Assert.Equal(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, environment.EnvLogLevel);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void OrtEnv_CreatedTwice_IsRefused()
    {
        OrtEnv.Instance();
        using var threads = new OrtThreadingOptions { GlobalIntraOpNumThreads = 1, GlobalInterOpNumThreads = 1, GlobalSpinControl = false };
        var options = new EnvironmentCreationOptions { logId = "late", threadOptions = threads };

        Assert.Contains("already exists", Assert.Throws<OnnxRuntimeException>(() => OrtEnv.CreateInstanceWithOptions(ref options)).Message, StringComparison.Ordinal);
    }

    [StandInFact]
    public void AppendCuda_WithoutItsLibrary_TellsWhatIsMissing()
    {
        using var options = new SessionOptions();

        var error = Assert.Throws<OnnxRuntimeException>(() => options.AppendExecutionProvider_CUDA(0));

        Assert.StartsWith("[ErrorCode:", error.Message, StringComparison.Ordinal);
        Assert.Contains("cuda", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<OnnxRuntimeException>(() => SessionOptions.MakeSessionOptionWithCudaProvider());
    }

    [Theory]
    [InlineData(0f, 0x0000, 0x0000)]
    [InlineData(1f, 0x3C00, 0x3F80)]
    [InlineData(-2.5f, 0xC100, 0xC020)]
    [InlineData(65504f, 0x7BFF, 0x4780)]
    [InlineData(float.PositiveInfinity, 0x7C00, 0x7F80)]
    public void SmallFloats_FromFloat_HaveTheseBits(float number, int half, int brain)
    {
        Assert.Equal((ushort)half, ((Float16)number).value);
        Assert.Equal((ushort)brain, ((BFloat16)number).value);
        Assert.Equal(number, (float)new Float16((ushort)half));
        Assert.True(BFloat16.IsNaN((BFloat16)float.NaN) && Float16.IsNaN((Float16)float.NaN));
    }
}
