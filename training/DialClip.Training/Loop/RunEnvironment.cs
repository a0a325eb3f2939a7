using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace DialClip.Training.Loop;

/// <summary>On what a run was made.</summary>
/// <param name="System">The operating system.</param>
/// <param name="Framework">The .NET runtime.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="Threads">Threads that one operator may use.</param>
/// <param name="TorchSharp">TorchSharp's version.</param>
/// <param name="Libtorch">libtorch's version.</param>
/// <param name="Cuda">Whether a CUDA device was at hand.</param>
/// <param name="Started">When the run was started, or started again, UTC.</param>
internal sealed record RunEnvironment(
    string System,
    string Framework,
    int Processors,
    int Threads,
    string TorchSharp,
    string Libtorch,
    bool Cuda,
    DateTimeOffset Started
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes environment.json into a run.</summary>
    public static void Write(RunFolder folder, TimeProvider time)
    {
        var environment = new RunEnvironment(
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            Environment.ProcessorCount,
            get_num_threads(),
            typeof(Tensor).Assembly.GetName().Version!.ToString(3),
            __version__,
            cuda.is_available(),
            time.GetUtcNow()
        );
        File.WriteAllText(folder.FileOf("environment.json"), JsonSerializer.Serialize(environment, Json));
    }
}
