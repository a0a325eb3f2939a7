using System.CommandLine;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.Training.Commands;

/// <summary>The options by which verbs name a model in a store.</summary>
internal sealed class StoreOptions
{
    private readonly Option<DirectoryInfo> store = Store();
    private readonly Option<string> backbone = new("--backbone")
    {
        Description = "The backbone in the store.",
        DefaultValueFactory = _ => new ModelOptions().Backbone,
    };
    private readonly Option<string> catalog = new("--catalog")
    {
        Description = "The catalog in the store; the newest version unless one is named.",
        DefaultValueFactory = _ => new ModelOptions().Catalog,
    };
    private readonly Option<string> model = new("--model")
    {
        Description = "The head in the store; the newest version unless one is named.",
        DefaultValueFactory = _ => "models/stickers",
    };

    /// <summary>Makes the option that names a local store.</summary>
    public static Option<DirectoryInfo> Store() =>
        new("--store")
        {
            Description = "The folder that holds the artifacts.",
            DefaultValueFactory = _ => new DirectoryInfo("model/store"),
        };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(store);
        command.Options.Add(backbone);
        command.Options.Add(catalog);
        command.Options.Add(model);
    }

    /// <summary>Adds only the options that name a catalog.</summary>
    public void AddCatalogTo(Command command)
    {
        command.Options.Add(store);
        command.Options.Add(catalog);
    }

    /// <summary>Gets the folder of the store.</summary>
    public string Folder(ParseResult parsed) => parsed.GetValue(store)!.FullName;

    /// <summary>Gets what opens the store's artifacts; a local store needs no cache.</summary>
    public ArtifactLoader Artifacts(ParseResult parsed) =>
        new(new FileArtifactStore(Folder(parsed)), Path.Combine(Path.GetTempPath(), "dialclip-cache"));

    /// <summary>Gets which artifacts of the store are meant.</summary>
    public ModelOptions Model(ParseResult parsed) =>
        new()
        {
            Backbone = parsed.GetValue(backbone)!,
            Catalog = parsed.GetValue(catalog)!,
            Heads = [parsed.GetValue(model)!],
        };

    /// <summary>Opens the catalog that is meant.</summary>
    public async Task<Catalog> OpenCatalogAsync(ParseResult parsed, CancellationToken cancel)
    {
        var artifacts = Artifacts(parsed);
        return Catalog.Load(
            await artifacts
                .OpenAsync(
                    await artifacts.ResolveAsync(Model(parsed).Catalog, cancel).ConfigureAwait(false),
                    null,
                    cancel
                )
                .ConfigureAwait(false)
        );
    }

    /// <summary>Opens the model with its index.</summary>
    public async Task<ModelSource> OpenAsync(ParseResult parsed, CancellationToken cancel)
    {
        var source = new ModelSource(Artifacts(parsed), Model(parsed));
        await source.ReloadAsync(cancel).ConfigureAwait(false);
        return source;
    }
}
