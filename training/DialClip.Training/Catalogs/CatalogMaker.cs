using DialClip.Artifacts;
using DialClip.Artifacts.Stores;
using DialClip.Model.Indexing;
using DialClip.Training.Catalogs.Folders;
using DialClip.Training.Terminal;

namespace DialClip.Training.Catalogs;

/// <summary>Makes or updates the catalog of a folder, with its indexes.</summary>
/// <param name="folder">The folder.</param>
/// <param name="settings">The store and the model.</param>
/// <param name="name">The catalog's name.</param>
/// <param name="license">The licence of pictures and texts.</param>
/// <param name="withIndexes">Whether the indexes are built.</param>
/// <param name="progress">Shows the progress.</param>
internal sealed class CatalogMaker(
    string folder,
    CatalogSettings settings,
    string name,
    string license,
    bool withIndexes,
    IProgressSink progress
)
{
    private readonly FolderReader reader = new(folder, new PictureChecker(), progress);

    /// <summary>Lists the files that make up the catalog.</summary>
    public FolderListing List() => reader.List();

    /// <summary>Makes or updates the catalog.</summary>
    /// <exception cref="InvalidDataException">The folder, a table or the store cannot be used at all.</exception>
    /// <exception cref="ArtifactException">The backbone or a head is missing or damaged.</exception>
    public async Task<CatalogResult> MakeAsync(CancellationToken cancellationToken)
    {
        var loader = new ArtifactLoader(new FileArtifactStore(settings.Store), settings.Store);
        var indexes = new HeadIndexes(settings.Store, loader, settings.Model, progress);
        // What is missing for the indexes is not to be found after an hour of pictures.
        var backbone = withIndexes ? await indexes.OpenAsync(cancellationToken).ConfigureAwait(false) : null;
        using var versions = new CatalogVersions(settings.Store, name, loader);
        var earlier = await versions.OpenAsync(progress, cancellationToken).ConfigureAwait(false);
        var content = await reader.ReadAsync(GetPictures(earlier), cancellationToken).ConfigureAwait(false);
        if (content.Items.Count == 0)
            throw new EmptyFolderException(content);
        var words = WordlessPictures.Describe(content, backbone);
        if (words is not null)
            progress.WriteLine(words);
        var plan = CatalogPlan.Create(content.Items, license);
        if (earlier.Count > 0 && plan.IsSameAs(earlier[0].Folder.Manifest))
        {
            var manifest = earlier[0].Folder.Manifest;
            return new(
                $"{versions.Reference}/{manifest.Version}",
                earlier[0].Digest,
                false,
                content,
                withIndexes
                    ? await indexes
                        .BuildAsync(earlier[0], [.. earlier.Skip(1)], cancellationToken)
                        .ConfigureAwait(false)
                    : []
            );
        }
        var staged = await versions.StageAsync(plan, progress, cancellationToken).ConfigureAwait(false);
        var built = withIndexes
            ? await indexes.BuildAsync(staged.Catalog, earlier, cancellationToken).ConfigureAwait(false)
            : [];
        versions.Publish(staged);
        return new(staged.Reference, staged.Catalog.Digest, true, content, built);
    }

    private static HashSet<string> GetPictures(IReadOnlyList<Catalog> versions) =>
        versions
            .SelectMany(version => version.Folder.Manifest.Files)
            .Where(file => file.Path != CatalogPlan.ItemsFile)
            .Select(file => file.Sha256)
            .ToHashSet(StringComparer.Ordinal);
}
