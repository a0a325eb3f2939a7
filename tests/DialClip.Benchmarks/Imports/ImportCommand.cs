using System.CommandLine;
using System.Diagnostics;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Benchmarks.Heads;
using DialClip.Benchmarks.Measures;
using DialClip.Encoders;
using DialClip.Training.Commands;

namespace DialClip.Benchmarks.Imports;

/// <summary>
/// The program <c>import</c>: measures the import of a checkpoint of ViT-B/32's size until the first feature.
/// </summary>
internal static class ImportCommand
{
    public static Command Create(TextWriter output, TextWriter progress)
    {
        var runs = new Option<int>("--runs") { Description = "Number of runs.", DefaultValueFactory = _ => 3 };
        var command = new Command(
            "import",
            "Imports a random checkpoint of ViT-B/32's size, compares it with TorchSharp, and opens the result. "
                + "Needs 1.3 GB "
                + "of temporary space."
        )
        {
            runs,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var root = Directory.CreateTempSubdirectory("dialclip-bench-").FullName;
                try
                {
                    var checkpoint = Path.Combine(root, "checkpoint");
                    HuggingFaceCheckpoint.Write(checkpoint, RandomClip.VitB32);
                    // The garbage of creating the checkpoint is not the import's.
                    GC.Collect();
                    var results = new List<object>();
                    for (var run = 0; run < parsed.GetValue(runs); run++)
                    {
                        var store = Path.Combine(root, "store");
                        var (watch, cpuTime) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                        if (
                            await CommandRunner.RunAsync(
                                ["import", checkpoint, "--id", "vit-b-32", "--store", store],
                                TextWriter.Null,
                                progress
                            ) != ExitCode.Success
                        )
                            return ExitCode.Failed;
                        var (import, processor) = (watch.Elapsed, Environment.CpuUsage.TotalTime - cpuTime);
                        watch.Restart();
                        await OpenAsync(store, cancellationToken);
                        var opening = watch.Elapsed;
                        Directory.Delete(store, recursive: true);
                        // The rest is in use, or held by the native allocator.
                        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                        results.Add(
                            new
                            {
                                importSeconds = Math.Round(import.TotalSeconds, 1),
                                processorSeconds = Math.Round(processor.TotalSeconds, 1),
                                secondsUntilTheFirstFeature = Math.Round(opening.TotalSeconds, 1),
                                megabytesAfterwards = ResidentMemory.Current / 1024,
                                megabytesPeak = ResidentMemory.Peak / 1024,
                            }
                        );
                    }
                    output.Print(results);
                    return ExitCode.Success;
                }
                finally
                {
                    Directory.Delete(root, recursive: true);
                }
            }
        );
        return command;
    }

    private static async Task OpenAsync(string store, CancellationToken cancellationToken)
    {
        var folder = await new ArtifactLoader(new FileArtifactStore(store), store + "-cache").OpenAsync(
            "backbones/vit-b-32/fp32",
            null,
            cancellationToken
        );
        using var backbone = Backbone.Load(folder, new EncoderOptions());
        _ = backbone.EncodeText(
            [backbone.Tokenizer.Encode("hello")],
            backbone.NoPrompts(Modality.Text, 1),
            cancellationToken
        );
    }
}
