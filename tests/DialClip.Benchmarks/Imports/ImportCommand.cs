using System.CommandLine;
using System.Diagnostics;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Benchmarks.Heads;
using DialClip.Benchmarks.Measures;
using DialClip.Encoders;
using DialClip.Training.Commands;

namespace DialClip.Benchmarks.Imports;

/// <summary>The program <c>import</c>: how long does it take from a Hugging Face checkpoint of ViT-B/32's size to a backbone that encodes?</summary>
internal static class ImportCommand
{
    public static Command Create(TextWriter output, TextWriter progress)
    {
        var runs = new Option<int>("--runs")
        {
            Description = "How often it is imported.",
            DefaultValueFactory = _ => 3,
        };
        var command = new Command(
            "import",
            "Imports a random checkpoint of ViT-B/32's size, with the proof against TorchSharp, and opens the result. Needs 1.3 GB of temporary space."
        )
        {
            runs,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var root = Directory.CreateTempSubdirectory("dialclip-bench-").FullName;
                try
                {
                    var checkpoint = Path.Combine(root, "checkpoint");
                    HuggingFaceCheckpoint.Write(checkpoint, RandomClip.VitB32);
                    // What making the checkpoint took is none of the import's.
                    GC.Collect();
                    var done = new List<object>();
                    for (var run = 0; run < parsed.GetValue(runs); run++)
                    {
                        var store = Path.Combine(root, "store");
                        var (watch, used) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
                        if (
                            await CommandRunner.RunAsync(
                                ["import", checkpoint, "--id", "vit-b-32", "--store", store],
                                TextWriter.Null,
                                progress
                            ) != ExitCode.Success
                        )
                            return ExitCode.Failed;
                        var (import, processor) = (watch.Elapsed, Environment.CpuUsage.TotalTime - used);
                        watch.Restart();
                        await OpenAsync(store, cancel);
                        var opening = watch.Elapsed;
                        Directory.Delete(store, recursive: true);
                        // What is resident then is in use, or kept by the native allocator.
                        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                        done.Add(
                            new
                            {
                                importSeconds = Math.Round(import.TotalSeconds, 1),
                                processorSeconds = Math.Round(processor.TotalSeconds, 1),
                                secondsUntilTheFirstFeature = Math.Round(opening.TotalSeconds, 1),
                                megabytesAfterwards = ResidentMemory.Now / 1024,
                                megabytesPeak = ResidentMemory.Peak / 1024,
                            }
                        );
                    }
                    output.Print(done);
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

    private static async Task OpenAsync(string store, CancellationToken cancel)
    {
        var folder = await new ArtifactLoader(new FileArtifactStore(store), store + "-cache").OpenAsync(
            "backbones/vit-b-32/fp32",
            null,
            cancel
        );
        using var backbone = Backbone.Load(folder, new EncoderOptions());
        _ = backbone.EncodeText([backbone.Tokenizer.Encode("hello")], backbone.NoPrompts(Modality.Text, 1), cancel);
    }
}
