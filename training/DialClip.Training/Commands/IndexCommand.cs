using System.CommandLine;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>index</c>: builds the index of a catalog for a head.</summary>
internal static class IndexCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var options = new StoreOptions();
        var command = new Command(
            "index",
            "Encodes every item of a catalog with a head and writes the index into the store.\n"
                + "Example: dialclip index --model models/stickers/3"
        );
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var loader = options.CreateLoader(parsed);
                var model = options.GetModelOptions(parsed);
                async Task<Artifacts.ArtifactFolder> OpenAsync(string reference) =>
                    await loader
                        .OpenAsync(
                            await loader.ResolveAsync(reference, cancellationToken).ConfigureAwait(false),
                            null,
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                using var backbone = Backbone.Load(
                    await OpenAsync(model.Backbone).ConfigureAwait(false),
                    new EncoderOptions()
                );
                using var head = DialogHead.Load(await OpenAsync(model.Heads[0]).ConfigureAwait(false), backbone);
                var catalog = Catalog.Load(await OpenAsync(model.Catalog).ConfigureAwait(false));
                var path = CandidateIndex.GetPath(catalog.Digest, head.Digest, backbone.Properties.Precision);
                var folder = Path.Combine(options.GetFolder(parsed), path);
                if (File.Exists(Path.Combine(folder, "manifest.json")))
                {
                    progress.WriteLine("The index of this catalog, head and backbone exists already.");
                }
                else
                {
                    await WriteAsync(folder, catalog, backbone, head, progress, cancellationToken)
                        .ConfigureAwait(false);
                }
                await output.WriteLineAsync(path).ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task WriteAsync(
        string folder,
        Catalog catalog,
        Backbone backbone,
        DialogHead head,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        CandidateFeatures features;
        using (var stage = progress.Start("Encoding items", new("items"), catalog.Items.Count))
            features = await CandidateFeatures
                .EncodeAsync(catalog, backbone, head, stage, cancellationToken)
                .ConfigureAwait(false);
        if (features.CutCaptions > 0)
            progress.WriteLine(
                $"{features.CutCaptions} names, keywords or captions are longer than the "
                    + $"{backbone.Tokenizer.ContextLength} tokens that the tower reads; only their beginnings count."
            );
        await CandidateIndexBuilder
            .WriteAsync(folder, catalog, features, backbone, head, cancellationToken)
            .ConfigureAwait(false);
    }
}
