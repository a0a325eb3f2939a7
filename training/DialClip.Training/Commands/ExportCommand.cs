using System.CommandLine;
using System.Text.Json;
using DialClip.Shared.IO;
using DialClip.Training.Checkpoints;
using DialClip.Training.Export;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>export</c>: exports a CLIP or a head into a store as ONNX.</summary>
internal static class ExportCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var checkpoint = new Option<DirectoryInfo>("--checkpoint")
        {
            Description = "The CLIP, in open_clip's or Hugging Face's layout, with vocab.json and merges.txt.",
            Required = true,
        };
        var head = new Option<DirectoryInfo?>("--head")
        {
            Description =
                "A trained head over it, as 'dialclip train' writes it; by default the CLIP itself is exported.",
        };
        var name = new Option<string?>("--name")
        {
            Description = "The backbone's name (default 'small') or the head's (default 'stickers').",
        };
        var version = new Option<string>("--version")
        {
            Description = "The head's version.",
            DefaultValueFactory = _ => "1",
        };
        var precision = PrecisionOption.Create();
        var store = StoreOptions.CreateStoreOption();
        var command = new Command(
            "export",
            "Exports a CLIP, or with --head a DialCLIP head, into a store as ONNX graphs, compared with TorchSharp.\n"
                + "Example: dialclip export --checkpoint artifacts/run/pretrain/clip --head artifacts/run/head/head "
                + "--version 2"
        )
        {
            checkpoint,
            head,
            name,
            version,
            precision,
            store,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(head) is not null && result.GetResult(precision) is { Implicit: false })
                result.AddError("--precision applies to a CLIP; a head fits every precision of it.");
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var from = parsed.GetValue(checkpoint)!.FullName;
                var weights = ClipCheckpoint.Load(from, progress);
                var root = parsed.GetValue(store)!.FullName;
                if (parsed.GetValue(head) is not { } trained)
                {
                    var id = parsed.GetValue(name) ?? "small";
                    var exact = parsed.GetValue(precision)!;
                    var into = Path.Combine(root, "backbones", id, exact);
                    var folder = await BackboneExporter
                        .WriteAsync(
                            weights,
                            from,
                            ClipPreprocessing.Read(from),
                            into,
                            id,
                            exact,
                            cancellationToken,
                            progress: progress
                        )
                        .ConfigureAwait(false);
                    await output.WriteLineAsync(PrecisionOption.Describe(id, folder)).ConfigureAwait(false);
                    return ExitCode.Success;
                }
                // As training did it, so that the head finds the weights that it was trained over.
                weights = ClipVocabulary.CutEmbeddings(weights, ClipVocabulary.Load(from, weights));
                var metricsFile = Path.Combine(trained.FullName, "metrics.json");
                var metrics = File.Exists(metricsFile)
                    ? JsonSerializer.Deserialize<JsonElement>(
                        await File.ReadAllBytesAsync(metricsFile, cancellationToken).ConfigureAwait(false)
                    )
                    : JsonSerializer.SerializeToElement(new { });
                var (called, number) = (parsed.GetValue(name) ?? "stickers", parsed.GetValue(version)!);
                progress.WriteLine("Comparing the graphs with TorchSharp.");
                var written = await HeadExporter
                    .WriteAsync(
                        HeadCheckpoint.Load(trained.FullName, weights),
                        metrics,
                        Path.Combine(root, "models", called, number),
                        called,
                        number,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                var line = $"models/{called}/{number}  {Digest.Abbreviate(written.Digest)}";
                await output.WriteLineAsync(line).ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
