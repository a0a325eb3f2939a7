using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Shared.IO;
using Microsoft.Extensions.Caching.Memory;

namespace DialClip.Bot.Media;

/// <summary>Finds a loaded catalog by its digest, and what its picture files are like.</summary>
internal sealed class CatalogPictures(ModelSource source) : IPictureFiles, IDisposable
{
    // Each is a few numbers; a file that is asked for again is looked at again.
    private readonly MemoryCache seen = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>Gets whether there is a catalog to look in.</summary>
    public bool IsReady => source.IsReady;

    /// <summary>Gets the first file of an item that can be decoded, which is also what the vision tower sees; null when there is none.</summary>
    public static string? Decodable(CatalogItem item) =>
        item.Media.FirstOrDefault(file => MediaTypes.Find(file) is not (null or MediaTypes.Svg));

    /// <summary>Gets the loaded catalog of the digits that stand in an address; null when it is none of those.</summary>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    public Catalog? Find(string digits)
    {
        // A catalog outlives the lease: it is in memory, and its files lie on this machine.
        using var lease = source.Acquire();
        return lease.Model.FindCatalog(digits);
    }

    /// <inheritdoc/>
    public long BytesOf(string catalogDigest, string file) => Listed(Require(catalogDigest), file).Size;

    /// <inheritdoc/>
    /// <remarks>The file is read, from this machine, the first time alone.</remarks>
    public PictureFacts FactsOf(string catalogDigest, string file)
    {
        var catalog = Require(catalogDigest);
        var listed = Listed(catalog, file);
        return seen.GetOrCreate(
            listed.Sha256,
            entry =>
            {
                entry.Size = 1;
                var found = new FileInfo(catalog.Folder.FilePath(file));
                return found.Exists && found.Length == listed.Size
                    ? ImageDecoder.ReadFacts(File.ReadAllBytes(found.FullName))
                    : throw new ArtifactException(
                        $"'{found.FullName}' {(found.Exists ? $"has {found.Length} bytes" : "is missing")}, expected {listed.Size} bytes. Run './build.sh fetch', or publish the catalog again."
                    );
            }
        )!;
    }

    /// <inheritdoc/>
    public void Dispose() => seen.Dispose();

    private Catalog Require(string digest) =>
        Find(Digest.Abbreviate(digest))
        ?? throw new InvalidOperationException(
            $"Catalog {Digest.Abbreviate(digest)} is not loaded any more; "
                + "the next message is answered from the one that is."
        );

    private static ArtifactFile Listed(Catalog catalog, string file) =>
        catalog.Folder.Manifest.Find(file)
        ?? throw new ArtifactException(
            $"The catalog's manifest lists no file '{file}'. Make the catalog again with 'dialclip catalog'."
        );
}
