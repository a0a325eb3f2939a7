using System.CommandLine;
using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;

namespace DialClip.Training.Commands;

/// <summary>The options that name a model in a store.</summary>
internal sealed class StoreOptions
{
    private readonly Option<DirectoryInfo> store = CreateStoreOption();
    private readonly Option<string> backbone = new("--backbone")
    {
        Description = "The backbone in the store.",
        DefaultValueFactory = _ => new ModelOptions().Backbone,
    };
    private readonly Option<string> catalog = new("--catalog")
    {
        Description = "The catalog in the store; by default its newest version.",
        DefaultValueFactory = _ => new ModelOptions().Catalog,
    };
    private readonly Option<string> model = new("--model")
    {
        Description = "The head in the store; by default its newest version.",
        DefaultValueFactory = _ => "models/stickers",
    };

    /// <summary>Creates the option that names a local store.</summary>
    public static Option<DirectoryInfo> CreateStoreOption() =>
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

    /// <summary>Adds the options that name a catalog to a verb.</summary>
    public void AddCatalogTo(Command command)
    {
        command.Options.Add(store);
        command.Options.Add(catalog);
    }

    /// <summary>Gets the folder of the store.</summary>
    public string GetFolder(ParseResult parsed) => parsed.GetValue(store)!.FullName;

    /// <summary>Creates the loader of the artifacts in the store; a local store needs no cache.</summary>
    public ArtifactLoader CreateLoader(ParseResult parsed) =>
        new(new FileArtifactStore(GetFolder(parsed)), Path.Combine(Path.GetTempPath(), "dialclip-cache"));

    /// <summary>Gets the references of the artifacts.</summary>
    public ModelOptions GetModelOptions(ParseResult parsed) =>
        new()
        {
            Backbone = parsed.GetValue(backbone)!,
            Catalog = parsed.GetValue(catalog)!,
            Heads = [parsed.GetValue(model)!],
        };

    /// <summary>Opens the catalog.</summary>
    public async Task<Catalog> OpenCatalogAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var artifacts = CreateLoader(parsed);
        return Catalog.Load(
            await artifacts
                .OpenAsync(
                    await artifacts
                        .ResolveAsync(GetModelOptions(parsed).Catalog, cancellationToken)
                        .ConfigureAwait(false),
                    null,
                    cancellationToken
                )
                .ConfigureAwait(false)
        );
    }

    /// <summary>Opens the head's folder.</summary>
    public async Task<ArtifactFolder> OpenHeadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var artifacts = CreateLoader(parsed);
        return await artifacts
            .OpenAsync(
                await artifacts.ResolveAsync(GetModelOptions(parsed).Heads[0], cancellationToken).ConfigureAwait(false),
                null,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Opens the model with its index.</summary>
    public async Task<ModelSource> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var source = new ModelSource(CreateLoader(parsed), GetModelOptions(parsed));
        await source.ReloadAsync(cancellationToken).ConfigureAwait(false);
        return source;
    }
}
