using DialClip.Model.Artifacts;
using DialClip.Model.Encoding;
using DialClip.Model.Indexing;
using Microsoft.Extensions.Logging;

namespace DialClip.Model;

/// <summary>Opens a backbone, its catalog and its heads from the store, and checks that they belong together.</summary>
internal sealed class ModelLoader(ArtifactLoader artifacts, ModelOptions options, ILogger logger)
{
    /// <summary>Opens what the settings name, or returns null when that is what is open already.</summary>
    /// <param name="openIdentity">The identity of what is open already, or null.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArtifactException">Something is missing, damaged or does not fit.</exception>
    public async Task<LoadedModel?> LoadAsync(string? openIdentity, CancellationToken cancellationToken)
    {
        string[] references = [options.Backbone, options.Catalog, .. options.HeadsInUse.Distinct(StringComparer.Ordinal)];
        var paths = new List<string>();
        foreach (var reference in references)
            paths.Add(await artifacts.ResolveAsync(reference, cancellationToken).ConfigureAwait(false));
        // A folder never changes, so its path tells as much as its digest and is had without reading it.
        var identity = string.Join(' ', paths);
        if (identity == openIdentity)
            return null;
        var folders = new List<ArtifactFolder>();
        foreach (var path in paths)
            folders.Add(await artifacts.OpenAsync(path, null, cancellationToken).ConfigureAwait(false));
        var (backbone, catalog) = (folders[0], folders[1]);
        var heads = new List<HeadFolders>();
        foreach (var (reference, head) in references.Zip(folders).Skip(2))
            heads.Add(new(reference, head, await OpenIndexAsync(backbone, catalog, head, cancellationToken).ConfigureAwait(false)));
        return Open(identity, backbone, catalog, heads);
    }

    private async Task<ArtifactFolder> OpenIndexAsync(ArtifactFolder backbone, ArtifactFolder catalog, ArtifactFolder head, CancellationToken cancellationToken)
    {
        var path = CandidateIndex.PathOf(catalog.Digest, head.Digest, backbone.Properties<BackboneProperties>().Precision);
        try
        {
            return await artifacts.OpenAsync(path, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactException error) when (error.Reason == ArtifactFailure.Missing)
        {
            throw new ArtifactException(
                ArtifactFailure.Missing,
                $"The index of catalog '{catalog.Manifest.Name}' version '{catalog.Manifest.Version}' for head '{head.Manifest.Name}' version '{head.Manifest.Version}' is not whole: {error.Message} " +
                "Build the index with 'dialclip index'.",
                error);
        }
    }

    private LoadedModel Open(string identity, ArtifactFolder backboneFolder, ArtifactFolder catalogFolder, List<HeadFolders> parts)
    {
        var opened = new Stack<IDisposable>();
        try
        {
            var backbone = Backbone.Load(backboneFolder, options.Encoder, logger);
            opened.Push(backbone);
            var catalog = Catalog.Load(catalogFolder);
            var heads = new Dictionary<string, LoadedHead>(StringComparer.Ordinal);
            foreach (var part in parts)
            {
                var head = DialogHead.Load(part.Head, backbone, logger);
                opened.Push(head);
                heads[part.Reference] = new(head, CandidateIndex.Load(part.Index, catalog, head, backbone), backbone, catalog);
            }

            return new(identity, backbone, catalog, heads, heads[parts[0].Reference]);
        }
        catch
        {
            while (opened.TryPop(out var part))
                part.Dispose();
            throw;
        }
    }

    private sealed record HeadFolders(string Reference, ArtifactFolder Head, ArtifactFolder Index);
}
