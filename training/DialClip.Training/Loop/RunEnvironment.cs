using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace DialClip.Training.Loop;

/// <summary>The environment of a run, written to environment.json.</summary>
/// <param name="System">The operating system.</param>
/// <param name="Framework">The .NET runtime.</param>
/// <param name="Processors">The number of logical processors.</param>
/// <param name="Threads">The number of threads of one operator.</param>
/// <param name="TorchSharp">TorchSharp's version.</param>
/// <param name="Libtorch">libtorch's version.</param>
/// <param name="Cuda">Whether a CUDA device was available.</param>
/// <param name="Started">The time of the start or resumption, UTC.</param>
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

    /// <summary>Writes the current environment into a run's folder.</summary>
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
        File.WriteAllText(folder.GetPath("environment.json"), JsonSerializer.Serialize(environment, Json));
    }
}
