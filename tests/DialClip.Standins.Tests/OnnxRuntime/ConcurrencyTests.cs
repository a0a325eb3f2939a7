using DialClip.Testing;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Standins.Tests.OnnxRuntime;

public sealed class ConcurrencyTests
{
    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_Terminated_ThrowsAndCanRunAgain()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        using var input = OrtValue.CreateTensorValueFromMemory(new float[3], [1, 3]);
        using var options = new RunOptions { Terminate = true };

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(options, ["X"], [input], ["Y"]));
        options.Terminate = false;
        using var results = session.Run(options, ["X"], [input], ["Y"]);

        Assert.Contains("terminate flag", error.Message, StringComparison.Ordinal);
        Assert.Equal([10, 20, 30], results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public async Task Run_TerminatedFromAnotherThread_EndsEarly()
    {
        using var session = new InferenceSession(OnnxModel.MatMulChain(512, 4000));
        using var input = OrtValue.CreateTensorValueFromMemory(new float[512 * 512], [512, 512]);
        using var options = new RunOptions();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = Task.Run(() =>
        {
            begun.SetResult();
            session.Run(options, ["X"], [input], ["Y"]).Dispose();
        });

        await begun.Task;
        options.Terminate = true;

        await Assert.ThrowsAsync<OnnxRuntimeException>(() => run);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Run_FromManyThreads_MixesNothingUp()
    {
        using var container = new PrePackedWeightsContainer();
        using var sessionOptions = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(OnnxModel.AddBias(), sessionOptions, container);
        using var options = new RunOptions();

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var input = OrtValue.CreateTensorValueFromMemory<float>([i, i, i], [1, 3]);
            using var results = session.Run(options, ["X"], [input], ["Y"]);
            Assert.Equal([i + 10, i + 20, i + 30], results[0].GetTensorDataAsSpan<float>().ToArray());
        });
    }

    [StandInFact]
    public void Dispose_DuringRuns_LetsThemEnd()
    {
        for (var round = 0; round < 20; round++)
        {
            var session = new InferenceSession(OnnxModel.AddBias());
            using var options = new RunOptions();
            Parallel.For(0, 50, i =>
            {
                if (i == 25)
                {
                    session.Dispose();
                    return;
                }

                using var input = OrtValue.CreateTensorValueFromMemory(new float[3], [1, 3]);
                try
                {
                    session.Run(options, ["X"], [input], ["Y"]).Dispose();
                }
                catch (ObjectDisposedException error)
                {
                    Assert.Contains(nameof(InferenceSession), error.ObjectName, StringComparison.Ordinal);
                }
            });
        }
    }
}
