using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Shared.IO;
using Microsoft.Extensions.Caching.Memory;

namespace DialClip.Bot.Media;

/// <summary>The loaded catalogs by their digests, and the sizes and headers of their picture files.</summary>
internal sealed class CatalogPictures(ModelSource source) : IPictureFiles, IDisposable
{
    // Facts are a few numbers, by the SHA-256 of the file.
    private readonly MemoryCache facts = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>Gets whether a model is loaded.</summary>
    public bool IsReady => source.IsReady;

    /// <summary>
    /// Gets the first file of an item that can be decoded, which is the one that the vision tower encodes; null when
    /// there is none.
    /// </summary>
    public static string? GetDecodableFile(CatalogItem item) =>
        item.Media.FirstOrDefault(file => MediaTypes.Find(file) is not (null or MediaTypes.Svg));

    /// <summary>Gets the loaded catalog with the digest that an address begins with; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    public Catalog? Find(string digits)
    {
        // A catalog outlives the lease: it is in memory, and its files are on this machine.
        using var lease = source.Acquire();
        return lease.Model.FindCatalog(digits);
    }

    /// <inheritdoc/>
    public long GetSize(string catalogDigest, string file) => RequireListed(Require(catalogDigest), file).Size;

    /// <inheritdoc/>
    /// <remarks>The file is read once.</remarks>
    public PictureFacts GetFacts(string catalogDigest, string file)
    {
        var catalog = Require(catalogDigest);
        var listed = RequireListed(catalog, file);
        return facts.GetOrCreate(
            listed.Sha256,
            entry =>
            {
                entry.Size = 1;
                var info = new FileInfo(catalog.Folder.FilePath(file));
                return info.Exists && info.Length == listed.Size
                    ? ImageDecoder.ReadFacts(File.ReadAllBytes(info.FullName))
                    : throw new ArtifactException(
                        $"'{info.FullName}' {(info.Exists ? $"has {info.Length} bytes" : "is missing")}, "
                            + $"expected {listed.Size} bytes. Run './build.sh fetch', or publish the catalog again."
                    );
            }
        )!;
    }

    /// <inheritdoc/>
    public void Dispose() => facts.Dispose();

    private Catalog Require(string digest) =>
        Find(Digest.Abbreviate(digest))
        ?? throw new InvalidOperationException(
            $"Catalog {Digest.Abbreviate(digest)} is not loaded any more; "
                + "the next message is answered from the one that is."
        );

    private static ArtifactFile RequireListed(Catalog catalog, string file) =>
        catalog.Folder.Manifest.Find(file)
        ?? throw new ArtifactException(
            $"The catalog's manifest lists no file '{file}'. Make the catalog again with 'dialclip catalog'."
        );
}
