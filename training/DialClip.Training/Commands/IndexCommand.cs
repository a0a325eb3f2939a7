using System.CommandLine;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>index</c>: encodes a catalog's items for one head.</summary>
internal static class IndexCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var options = new StoreOptions();
        var command = new Command(
            "index",
            "Encodes every item of a catalog with a head and writes the index into the store.\nExample: dialclip index --model models/stickers/2"
        );
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                var artifacts = options.Artifacts(parsed);
                var wanted = options.Model(parsed);
                async Task<Artifacts.ArtifactFolder> Open(string reference) =>
                    await artifacts
                        .OpenAsync(await artifacts.ResolveAsync(reference, cancel).ConfigureAwait(false), null, cancel)
                        .ConfigureAwait(false);
                using var backbone = Backbone.Load(
                    await Open(wanted.Backbone).ConfigureAwait(false),
                    new EncoderOptions()
                );
                using var head = DialogHead.Load(await Open(wanted.Heads[0]).ConfigureAwait(false), backbone);
                var catalog = Catalog.Load(await Open(wanted.Catalog).ConfigureAwait(false));
                var path = CandidateIndex.GetPath(catalog.Digest, head.Digest, backbone.Properties.Precision);
                var into = Path.Combine(options.Folder(parsed), path);
                if (File.Exists(Path.Combine(into, "manifest.json")))
                {
                    progress.WriteLine("The index of this catalog, head and backbone exists already.");
                }
                else
                {
                    using var stage = progress.Start("Encoding items", new("items"), catalog.Items.Count);
                    await CandidateIndexBuilder
                        .WriteAsync(into, catalog, backbone, head, stage, cancel)
                        .ConfigureAwait(false);
                }
                await output.WriteLineAsync(path).ConfigureAwait(false);
                return ExitCode.Success;
            }
        );
        return command;
    }
}
