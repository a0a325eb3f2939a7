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

/// <summary>A case that was run by the product's own trainer.</summary>
/// <param name="Milliseconds">What every step took, its batch put together included.</param>
/// <param name="Processor">The processor time of every step, all threads together, in milliseconds.</param>
/// <param name="Loaded">Resident memory before the first step, in kilobytes.</param>
/// <param name="Resident">Resident memory after every step, in kilobytes.</param>
/// <param name="Head">What was trained.</param>
internal sealed record HeadRun(
    IReadOnlyList<double> Milliseconds,
    IReadOnlyList<double> Processor,
    long Loaded,
    IReadOnlyList<long> Resident,
    IReadOnlyDictionary<string, TensorData> Head
)
{
    /// <summary>Trains.</summary>
    /// <param name="its">The case.</param>
    /// <param name="weights">The frozen model.</param>
    public static HeadRun Of(HeadCase its, ClipWeights weights)
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-bench-").FullName;
        try
        {
            // No text is tokenised in a step; the trainer only wants to have one.
            var tokenizer = ClipTokenizer.Load(
                Path.Combine(RepositoryPaths.Root, "model", "store", "backbones", "small", "fp32")
            );
            using var clip = new FrozenClip(weights, tokenizer);
            var catalog = new TuningCatalog(
                [.. Enumerable.Range(0, its.Pictures).Select(Item)],
                [],
                its.MakeCrops(),
                []
            );
            var progress = new LineProgress(TextWriter.Null, TimeProvider.System);
            var trainer = new HeadTrainer(
                its.Options,
                clip,
                catalog,
                its.MakeDialogs(),
                [],
                RunFolder.Open(Path.Combine(folder, "run"), its.Options),
                progress,
                TimeProvider.System
            );
            var (milliseconds, processor, resident) = (new List<double>(), new List<double>(), new List<long>());
            var loaded = ResidentMemory.Now;
            var (watch, used) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            using var head = trainer.Run(
                (_, _) =>
                {
                    milliseconds.Add(watch.Elapsed.TotalMilliseconds);
                    processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
                    resident.Add(ResidentMemory.Now);
                    used = Environment.CpuUsage.TotalTime;
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

    private static CatalogItem Item(int number) =>
        new($"picture-{number}", Modality.Picture, null, $"picture {number}", [], []);
}
