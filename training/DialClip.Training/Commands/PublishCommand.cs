using System.CommandLine;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Training.Terminal;

namespace DialClip.Training.Commands;

/// <summary>The verb <c>publish</c>: copies artifacts of a local store to another store.</summary>
internal static class PublishCommand
{
    public static Command Create(TextWriter output, IProgressSink progress)
    {
        var folders = new Argument<string[]>("FOLDER")
        {
            Description = "Artifact folders, relative to --from, such as models/stickers/1.",
            Arity = ArgumentArity.OneOrMore,
        };
        var from = new Option<DirectoryInfo>("--from")
        {
            Description = "The store that holds them.",
            DefaultValueFactory = _ => new DirectoryInfo("model/store"),
        };
        var to = new Option<string?>("--to") { Description = "The folder of the target store." };
        var container = new Option<string?>("--container")
        {
            Description = "A blob container: its https address, or its name with a connection string.",
        };
        var connection = new Option<string?>("--connection-variable")
        {
            Description = "The environment variable that holds the connection string.",
            DefaultValueFactory = _ => "AZURE_STORAGE_CONNECTION_STRING",
        };
        var command = new Command(
            "publish",
            "Publishes artifact folders to a store. A published folder is never changed.\n"
                + "Example: dialclip publish models/stickers/1 --to /srv/dialclip"
        )
        {
            folders,
            from,
            to,
            container,
            connection,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(to) is null == result.GetValue(container) is null)
                result.AddError("Name the target: either --to FOLDER or --container CONTAINER.");
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var options = parsed.GetValue(to) is { } folder
                    ? new ArtifactStoreOptions { Kind = ArtifactStoreKind.File, Path = Path.GetFullPath(folder) }
                    : new ArtifactStoreOptions
                    {
                        Kind = ArtifactStoreKind.Blob,
                        Container = parsed.GetValue(container),
                        ConnectionString = Environment.GetEnvironmentVariable(parsed.GetValue(connection)!),
                    };
                var store = ArtifactStoreFactory.Create(options, Environment.CurrentDirectory, TimeProvider.System);
                var publisher = new ArtifactPublisher(store);
                foreach (var name in parsed.GetValue(folders)!)
                {
                    progress.WriteLine($"Publishing '{name}' to {store.Description}.");
                    var local = Path.Combine(parsed.GetValue(from)!.FullName, name);
                    var published = await PublishAsync(publisher, local, name, progress, cancellationToken)
                        .ConfigureAwait(false);
                    await output
                        .WriteLineAsync(
                            $"{name} {published.Digest}{(published.AlreadyPublished ? ", was there already" : "")}"
                        )
                        .ConfigureAwait(false);
                }
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<ArtifactPublication> PublishAsync(
        ArtifactPublisher publisher,
        string folder,
        string name,
        IProgressSink progress,
        CancellationToken cancellationToken
    )
    {
        // The publisher reports a folder that is missing or differs from its manifest.
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count()
            : 0;
        using var stage = progress.Start("Publishing", new("files"), files);
        var published = await publisher.PublishAsync(folder, name, stage, cancellationToken).ConfigureAwait(false);
        if (published.AlreadyPublished)
            stage.Resume(files);
        return published;
    }
}
