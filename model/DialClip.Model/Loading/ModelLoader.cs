using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders;
using DialClip.Model.Indexing;
using Microsoft.Extensions.Logging;

namespace DialClip.Model.Loading;

/// <summary>Opens a backbone, its catalogs and its heads from the store, and checks that they match.</summary>
internal sealed class ModelLoader(ArtifactLoader artifacts, ModelOptions options, ILogger logger)
{
    /// <summary>Opens the artifacts that the settings name; null when they are open already.</summary>
    /// <param name="openIdentity">The identity of the open model, or null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArtifactException">An artifact is missing, damaged or does not fit.</exception>
    public async Task<LoadedModel?> LoadAsync(string? openIdentity, CancellationToken cancellationToken)
    {
        var backbonePath = await artifacts.ResolveAsync(options.Backbone, cancellationToken).ConfigureAwait(false);
        var catalogPaths = await ResolveAsync(options.CatalogsInUse, cancellationToken).ConfigureAwait(false);
        var headPaths = await ResolveAsync([.. options.GetHeads().Distinct(StringComparer.Ordinal)], cancellationToken)
            .ConfigureAwait(false);
        // A folder never changes, so its path tells as much as its digest and is had without reading it.
        var identity = $"{backbonePath} | {string.Join(' ', catalogPaths)} | {string.Join(' ', headPaths)}";
        if (identity == openIdentity)
            return null;
        var backbone = new Part(
            options.Backbone,
            backbonePath,
            await OpenAsync(backbonePath, cancellationToken).ConfigureAwait(false)
        );
        var catalogs = await OpenAsync(catalogPaths, cancellationToken).ConfigureAwait(false);
        var heads = await OpenAsync(headPaths, cancellationToken).ConfigureAwait(false);
        var indexes = new Dictionary<(string Head, string Catalog), ArtifactFolder>();
        foreach (var head in heads)
        foreach (var catalog in catalogs)
            indexes[(head.Reference, catalog.Reference)] = await OpenIndexAsync(
                    backbone,
                    catalog,
                    head,
                    cancellationToken
                )
                .ConfigureAwait(false);
        return Open(identity, backbone.Folder, catalogs, heads, indexes);
    }

    private async Task<List<KeyValuePair<string, string>>> ResolveAsync(
        IReadOnlyList<string> references,
        CancellationToken cancellationToken
    )
    {
        var paths = new List<KeyValuePair<string, string>>();
        foreach (var reference in references)
            paths.Add(new(reference, await artifacts.ResolveAsync(reference, cancellationToken).ConfigureAwait(false)));
        return paths;
    }

    private async Task<List<Part>> OpenAsync(
        List<KeyValuePair<string, string>> paths,
        CancellationToken cancellationToken
    )
    {
        var parts = new List<Part>();
        foreach (var (reference, path) in paths)
            parts.Add(new(reference, path, await OpenAsync(path, cancellationToken).ConfigureAwait(false)));
        return parts;
    }

    private Task<ArtifactFolder> OpenAsync(string path, CancellationToken cancellationToken) =>
        artifacts.OpenAsync(path, null, cancellationToken);

    private async Task<ArtifactFolder> OpenIndexAsync(
        Part backbone,
        Part catalog,
        Part head,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await OpenAsync(
                    CandidateIndex.GetPath(
                        catalog.Folder.Digest,
                        head.Folder.Digest,
                        backbone.Folder.Properties<BackboneProperties>().Precision
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (ArtifactException error) when (error.Reason == ArtifactFailure.Missing)
        {
            throw new ArtifactException(
                ArtifactFailure.Missing,
                $"The index of catalog '{catalog.Folder.Manifest.Name}' version "
                    + $"'{catalog.Folder.Manifest.Version}' for head '{head.Folder.Manifest.Name}' version "
                    + $"'{head.Folder.Manifest.Version}' is not whole: {error.Message} "
                    + $"Build the index with 'dialclip index --backbone {backbone.Path} --catalog {catalog.Path} "
                    + $"--model {head.Path}'.",
                error
            );
        }
    }

    private LoadedModel Open(
        string identity,
        ArtifactFolder backboneFolder,
        List<Part> catalogParts,
        List<Part> headParts,
        Dictionary<(string Head, string Catalog), ArtifactFolder> indexes
    )
    {
        var opened = new Stack<IDisposable>();
        try
        {
            var backbone = Backbone.Load(backboneFolder, options.Encoder, logger);
            opened.Push(backbone);
            var catalogs = new List<KeyValuePair<string, Catalog>>();
            foreach (var part in catalogParts)
            {
                // Otherwise a missing picture would be noticed only when it is to be sent.
                part.Folder.RequireMedia();
                catalogs.Add(new(part.Reference, Catalog.Load(part.Folder)));
            }
            var pairs = new Dictionary<(string Head, string Catalog), LoadedHead>();
            foreach (var part in headParts)
            {
                var head = DialogHead.Load(part.Folder, backbone, logger);
                opened.Push(head);
                foreach (var (reference, catalog) in catalogs)
                    pairs[(part.Reference, reference)] = new(
                        head,
                        CandidateIndex.Load(indexes[(part.Reference, reference)], catalog, head, backbone),
                        backbone,
                        catalog
                    );
            }

            return new(identity, backbone, catalogs, [.. headParts.Select(part => part.Reference)], pairs);
        }
        catch
        {
            while (opened.TryPop(out var part))
                part.Dispose();
            throw;
        }
    }

    private sealed record Part(string Reference, string Path, ArtifactFolder Folder);
}
