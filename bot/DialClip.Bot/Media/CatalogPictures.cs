using DialClip.Artifacts;
using DialClip.Artifacts.Format;
using DialClip.Encoders.Imaging;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using DialClip.Shared.IO;
using Microsoft.Extensions.Caching.Memory;

namespace DialClip.Bot.Media;

/// <summary>The loaded catalogs by digest, and the header data of their picture files.</summary>
internal sealed class CatalogPictures(ModelSource source) : IPictureFiles, IDisposable
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
    /// <remarks>The file is read from disk the first time only.</remarks>
    public PictureFacts ReadHeader(string catalogDigest, string file)
    {
        var catalog = GetCatalog(catalogDigest);
        var listed = GetManifestEntry(catalog, file);
        return facts.GetOrCreate(
            listed.Sha256,
            entry =>
            {
                entry.Size = 1;
                return ImageDecoder.ReadFacts(File.ReadAllBytes(GetPath(catalog, listed)));
            }
        )!;
    }

    /// <inheritdoc/>
    /// <remarks>The file is read from disk the first time only.</remarks>
    public string? GetContentType(string catalogDigest, string file)
    {
        var catalog = GetCatalog(catalogDigest);
        var listed = GetManifestEntry(catalog, file);
        return types.GetOrCreate(
            listed.Sha256,
            entry =>
            {
                entry.Size = 1;
                using var stream = File.OpenRead(GetPath(catalog, listed));
                var start = new byte[MediaTypes.SignatureBytes];
                return MediaTypes.Recognize(start.AsSpan(0, stream.ReadAtLeast(start, start.Length, false)));
            }
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        types.Dispose();
        facts.Dispose();
    }

    private static string GetPath(Catalog catalog, ArtifactFile listed)
    {
        var info = new FileInfo(catalog.Folder.FilePath(listed.Path));
        return info.Exists && info.Length == listed.Size
            ? info.FullName
            : throw new ArtifactException(
                $"'{info.FullName}' {(info.Exists ? $"has {info.Length} bytes" : "is missing")}, "
                    + $"expected {listed.Size} bytes. Start the host again, which fetches it from a blob store; "
                    + "for a store in a folder, run './build.sh fetch' or copy the picture again."
            );
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
