using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace DialClip.Training.Runs;

/// <summary>On what a run was made.</summary>
/// <param name="System">The operating system.</param>
/// <param name="Framework">The .NET runtime.</param>
/// <param name="Processors">Logical processors.</param>
/// <param name="Threads">Threads that one operator may use.</param>
/// <param name="Engine">The assembly that TorchSharp's interface comes from, with its version.</param>
/// <param name="Cuda">Whether a CUDA device was at hand.</param>
/// <param name="Started">When the run was started, or started again, UTC.</param>
internal sealed record RunEnvironment(string System, string Framework, int Processors, int Threads, string Engine, bool Cuda, DateTimeOffset Started)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes environment.json into a run.</summary>
    public static void Write(RunFolder folder, TimeProvider time)
    {
        var engine = typeof(TorchSharp.torch).Assembly.GetName();
        var found = new RunEnvironment(
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, Environment.ProcessorCount, get_num_threads(), $"{engine.Name} {engine.Version}", cuda.is_available(), time.GetUtcNow());
        File.WriteAllText(folder.FileOf("environment.json"), JsonSerializer.Serialize(found, Json));
    }
}
