using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Shared.IO;
using Microsoft.Extensions.Caching.Memory;

namespace DialClip.Bot.Media;

/// <summary>The loaded catalogs by digest, and the header data of their picture files.</summary>
internal sealed class CatalogPictures(ModelSource source, CatalogFileReader reader) : IPictureFiles, IDisposable
{
    // Some 50 bytes each. An evicted file is read again.
    private readonly MemoryCache types = new(new MemoryCacheOptions { SizeLimit = 20_000 });
    private readonly MemoryCache facts = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>Gets whether a model, and so a catalog, is loaded.</summary>
    public bool IsReady => source.IsReady;

    /// <summary>Gets the loaded catalog whose abbreviated digest is in an address; null when none has it.</summary>
    /// <exception cref="InvalidOperationException">No model is loaded.</exception>
    public Catalog? Find(string digits)
    {
        // A catalog outlives the lease: it is in memory, and its files lie on this machine.
        using var lease = source.Acquire();
        return lease.Model.FindCatalog(digits);
    }

    /// <inheritdoc/>
    public long GetLength(string catalogDigest, string file) => GetManifestEntry(GetCatalog(catalogDigest), file).Size;

    /// <inheritdoc/>
    /// <remarks>The file is read and verified the first time only.</remarks>
    public PictureFacts ReadHeader(string catalogDigest, string file)
    {
        var catalog = GetCatalog(catalogDigest);
        var listed = GetManifestEntry(catalog, file);
        return facts.GetOrCreate(
            listed.Sha256,
            entry =>
            {
                entry.Size = 1;
                return ImageDecoder.ReadFacts(reader.Read(catalog, file));
            }
        )!;
    }

    /// <inheritdoc/>
    /// <remarks>The file is read and verified the first time only.</remarks>
    public string? GetContentType(string catalogDigest, string file)
    {
        var catalog = GetCatalog(catalogDigest);
        var listed = GetManifestEntry(catalog, file);
        return types.GetOrCreate(
            listed.Sha256,
            entry =>
            {
                entry.Size = 1;
                return MediaTypes.Recognize(reader.Read(catalog, file));
            }
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        types.Dispose();
        facts.Dispose();
    }

    private Catalog GetCatalog(string digest) =>
        Find(Digest.Abbreviate(digest))
        ?? throw new InvalidOperationException($"Catalog {Digest.Abbreviate(digest)} is no longer loaded.");

    private static ArtifactFile GetManifestEntry(Catalog catalog, string file) =>
        catalog.Folder.Manifest.Find(file)
        ?? throw new ArtifactException(
            $"The catalog's manifest lists no file '{file}'. Create the catalog again with 'dialclip catalog'."
        );
}
