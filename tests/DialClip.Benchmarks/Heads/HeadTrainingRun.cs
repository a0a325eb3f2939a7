using System.Diagnostics;
using DialClip.Benchmarks.Measures;
using DialClip.Encoders;
using DialClip.Encoders.Text;
using DialClip.Model.Indexing;
using DialClip.Training.Checkpoints;
using DialClip.Training.Heads;
using DialClip.Training.Heads.Examples;
using DialClip.Training.Loop;
using DialClip.Training.Terminal;

namespace DialClip.Benchmarks.Heads;

/// <summary>The measurements of a case in the product's trainer.</summary>
/// <param name="Milliseconds">The duration of each step, with the creation of its batch.</param>
/// <param name="Processor">The processor time of each step over all threads, in milliseconds.</param>
/// <param name="Loaded">The resident memory before the first step, in kilobytes.</param>
/// <param name="Resident">The resident memory after each step, in kilobytes.</param>
/// <param name="Head">The trained weights.</param>
internal sealed record HeadTrainingRun(
    IReadOnlyList<double> Milliseconds,
    IReadOnlyList<double> Processor,
    long Loaded,
    IReadOnlyList<long> Resident,
    IReadOnlyDictionary<string, TensorData> Head
)
{
    /// <summary>Trains a head and measures its steps.</summary>
    /// <param name="trainingCase">The case.</param>
    /// <param name="weights">The weights of the frozen CLIP.</param>
    public static HeadTrainingRun Run(HeadTrainingCase trainingCase, ClipWeights weights)
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-bench-").FullName;
        try
        {
            // The trainer requires one, but a step tokenizes nothing.
            var tokenizer = ClipTokenizer.Load(
                Path.Combine(RepositoryPaths.Root, "model", "store", "backbones", "small", "fp32")
            );
            using var clip = new FrozenClip(weights, tokenizer);
            var catalog = new TuningCatalog(
                [.. Enumerable.Range(0, trainingCase.Pictures).Select(CreateItem)],
                [],
                trainingCase.CreateCrops(),
                []
            );
            var progress = new LineProgress(TextWriter.Null, TimeProvider.System);
            var trainer = new HeadTrainer(
                trainingCase.Options,
                clip,
                catalog,
                trainingCase.CreateDialogs(),
                [],
                RunFolder.Open(Path.Combine(folder, "run"), trainingCase.Options),
                progress,
                TimeProvider.System
            );
            var (milliseconds, processor, resident) = (new List<double>(), new List<double>(), new List<long>());
            var loaded = ResidentMemory.Current;
            var (watch, cpuTime) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            using var head = trainer.Run(
                (_, _) =>
                {
                    milliseconds.Add(watch.Elapsed.TotalMilliseconds);
                    processor.Add((Environment.CpuUsage.TotalTime - cpuTime).TotalMilliseconds);
                    resident.Add(ResidentMemory.Current);
                    cpuTime = Environment.CpuUsage.TotalTime;
                    watch.Restart();
                    return null;
                },
                CancellationToken.None
            );
            return new(milliseconds, processor, loaded, resident, ModuleWeights.Read(head));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CatalogItem CreateItem(int number) =>
        new($"picture-{number}", Modality.Picture, null, $"picture {number}", [], []);
}
