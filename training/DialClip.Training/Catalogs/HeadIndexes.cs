using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Training.Terminal;

namespace DialClip.Training.Catalogs;

/// <summary>The indexes of catalogs for every head that settings name.</summary>
/// <param name="store">The folder of the store.</param>
/// <param name="loader">Opens artifacts of the store.</param>
/// <param name="model">The settings of the model.</param>
/// <param name="progress">Shows the progress.</param>
internal sealed class HeadIndexes(string store, ArtifactLoader loader, ModelOptions model, IProgressSink progress)
{
    private List<ArtifactFolder>? heads;
    private ArtifactFolder? backbone;

    /// <summary>Opens the backbone and the heads, so that what is missing is said before anything is encoded.</summary>
    /// <returns>The backbone's properties.</returns>
    /// <exception cref="ArtifactException">One of them is missing or damaged.</exception>
    public async Task<BackboneProperties> OpenAsync(CancellationToken cancellationToken)
    {
        backbone = await OpenAsync(model.Backbone, cancellationToken).ConfigureAwait(false);
        heads = [];
        foreach (var reference in model.GetHeads().Distinct(StringComparer.Ordinal))
            heads.Add(await OpenAsync(reference, cancellationToken).ConfigureAwait(false));
        return backbone.Properties<BackboneProperties>();
    }

    /// <summary>Builds the indexes that are not there.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="earlier">Versions whose vectors can be used again, the newest first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<IReadOnlyList<BuiltIndex>> BuildAsync(
        Catalog catalog,
        IReadOnlyList<Catalog> earlier,
        CancellationToken cancellationToken
    )
    {
        if (heads is null || backbone is null)
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        var built = new List<BuiltIndex>();
        var missing = heads!.Where(head => !Exists(catalog, head)).ToList();
        built.AddRange(heads!.Except(missing).Select(head => new BuiltIndex(GetPath(catalog, head), head, 0, 0)));
        if (missing.Count == 0)
            return built;
        using var towers = Backbone.Load(backbone!, new EncoderOptions());
        foreach (var folder in missing)
        {
            using var head = DialogHead.Load(folder, towers);
            built.Add(
                await BuildAsync(catalog, earlier, folder, head, towers, cancellationToken).ConfigureAwait(false)
            );
        }

        return built;
    }

    private async Task<BuiltIndex> BuildAsync(
        Catalog catalog,
        IReadOnlyList<Catalog> earlier,
        ArtifactFolder folder,
        DialogHead head,
        Backbone towers,
        CancellationToken cancellationToken
    )
    {
        var vectors = await ReadEarlierAsync(earlier, folder, head, towers, cancellationToken).ConfigureAwait(false);
        var reused = vectors.CountReusable(catalog);
        var path = GetPath(catalog, folder);
        using var stage = progress.Start(
            $"Encoding items for {folder.Manifest.Name} {folder.Manifest.Version}",
            new("items"),
            catalog.Items.Count - reused
        );
        await CandidateIndexBuilder
            .WriteAsync(Path.Combine(store, path), catalog, towers, head, stage, cancellationToken, vectors)
            .ConfigureAwait(false);
        return new(path, folder, catalog.Items.Count - reused, reused);
    }

    private async Task<EarlierVectors> ReadEarlierAsync(
        IReadOnlyList<Catalog> earlier,
        ArtifactFolder folder,
        DialogHead head,
        Backbone towers,
        CancellationToken cancellationToken
    )
    {
        foreach (var catalog in earlier.Where(catalog => Exists(catalog, folder)))
        {
            var path = GetPath(catalog, folder);
            try
            {
                return EarlierVectors.Read(
                    await loader.OpenAsync(path, null, cancellationToken).ConfigureAwait(false),
                    catalog,
                    head,
                    towers
                );
            }
            catch (ArtifactException error)
            {
                progress.WriteLine($"'{path}' is not used again, and its items are encoded anew: {error.Message}");
            }
        }

        return EarlierVectors.None;
    }

    private bool Exists(Catalog catalog, ArtifactFolder head) =>
        File.Exists(Path.Combine(store, GetPath(catalog, head), ArtifactManifest.FileName));

    private string GetPath(Catalog catalog, ArtifactFolder head) =>
        CandidateIndex.GetPath(catalog.Digest, head.Digest, backbone!.Properties<BackboneProperties>().Precision);

    private async Task<ArtifactFolder> OpenAsync(string reference, CancellationToken cancellationToken) =>
        await loader
            .OpenAsync(
                await loader.ResolveAsync(reference, cancellationToken).ConfigureAwait(false),
                null,
                cancellationToken
            )
            .ConfigureAwait(false);
}
