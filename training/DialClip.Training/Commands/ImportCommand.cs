using System.CommandLine;
using System.Globalization;
using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Training.Checkpoints;
using DialClip.Training.Checkpoints.SentenceTransformers;
using DialClip.Training.Export;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>import</c>: imports a CLIP checkpoint into a store.</summary>
internal static class ImportCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var folder = new Argument<DirectoryInfo>("FOLDER")
        {
            Description =
                "A CLIP checkpoint in Hugging Face's layout (config.json, model.safetensors or shards) or open_clip's "
                + "(open_clip_config.json, open_clip_model.safetensors).",
        };
        var id = new Option<string>("--id") { Description = "The name of the backbone.", Required = true };
        var tokenizer = new Option<string?>("--tokenizer")
        {
            Description =
                "A folder with vocab.json and merges.txt, or a tokenizer.json, where the checkpoint has none.",
        };
        var vision = new Option<DirectoryInfo?>("--vision")
        {
            Description =
                "For a text tower in sentence-transformers' layout: the backbone into whose space it was trained, "
                + "whose vision tower the new one takes.",
        };
        var precision = PrecisionOption.Create();
        var store = StoreOptions.CreateStoreOption();
        id.Validators.Add(result =>
        {
            if (
                result.GetValueOrDefault<string>() is not { } name
                || name.Length == 0
                || name.Any(character => !(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
                || name.StartsWith('.')
            )
                result.AddError(
                    $"--id is '{result.GetValueOrDefault<string>()}', expected letters, digits, '-', '_' and '.'."
                );
        });
        var command = new Command(
            "import",
            "Imports a CLIP checkpoint into a store as a backbone: ONNX graphs compared with TorchSharp, vocabulary "
                + "and "
                + "manifest.\nExample: dialclip import clip-vit-base-patch32 --id vit-b-32"
        )
        {
            folder,
            id,
            tokenizer,
            vision,
            precision,
            store,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var from = parsed.GetValue(folder)!.FullName;
                if (!Directory.Exists(from))
                    throw new DirectoryNotFoundException($"There is no folder '{from}'.");
                var name = parsed.GetValue(id)!;
                var selectedPrecision = parsed.GetValue(precision)!;
                var into = Path.Combine(parsed.GetValue(store)!.FullName, "backbones", name, selectedPrecision);
                progress.WriteLine($"Reading '{from}'.");
                if (SentenceTransformer.Exists(from))
                {
                    var tower = await ImportTextTowerAsync(
                            from,
                            parsed.GetValue(vision)?.FullName,
                            into,
                            name,
                            selectedPrecision,
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    await output.WriteLineAsync(PrecisionOption.Describe(name, tower)).ConfigureAwait(false);
                    return ExitCode.Success;
                }
                var weights = ClipCheckpoint.Load(from, progress);
                progress.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{weights.Tensors.Values.Sum(tensor => tensor.Count):N0} parameters."
                    )
                );
                var written = await BackboneExporter
                    .WriteAsync(
                        weights,
                        parsed.GetValue(tokenizer) ?? from,
                        ClipPreprocessing.Read(from),
                        into,
                        name,
                        selectedPrecision,
                        cancellationToken,
                        progress: progress
                    )
                    .ConfigureAwait(false);
                await output.WriteLineAsync(PrecisionOption.Describe(name, written)).ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static Task<ArtifactFolder> ImportTextTowerAsync(
        string from,
        string? vision,
        string into,
        string name,
        string precision,
        CancellationToken cancellationToken
    )
    {
        if (vision is null)
            throw new InvalidDataException(
                $"'{from}' holds a text tower alone ({SentenceTransformer.Modules}). Name the backbone into whose "
                    + "space it was trained: --vision model/store/backbones/NAME/fp32. For "
                    + "clip-ViT-B-32-multilingual-v1 it is an imported openai/clip-vit-base-patch32."
            );
        if (precision != BackbonePrecisions.Full)
            throw new InvalidDataException($"A text tower is imported as {BackbonePrecisions.Full}, not {precision}.");
        return TextTowerExporter.WriteAsync(SentenceTransformer.Read(from), vision, into, name, cancellationToken);
    }
}
