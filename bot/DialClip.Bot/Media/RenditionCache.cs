using System.Threading.RateLimiting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>A cache of renditions, bounded in bytes, that limits how many are created at once.</summary>
internal sealed class RenditionCache(IOptions<MediaOptions> options) : IDisposable
{
    // 40 million pixels, the most that is decoded, take a core for 0.3 s and 210 MB; a JPEG or WebP, which is scaled
    // while it is decoded, as long and 30 to 60 MB.
    private const int MaxConcurrency = 2;
    private const int QueueLimit = 64;

    // The overhead of an entry.
    private const int EntryBytes = 1024;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheBytes });
    private readonly ConcurrencyLimiter limiter = new(
        new()
        {
            PermitLimit = MaxConcurrency,
            QueueLimit = QueueLimit,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    /// <summary>Gets a rendition, or creates it; null when too many are waiting.</summary>
    /// <param name="address">The rendition's address.</param>
    /// <param name="create">
    /// Creates the rendition; not cancelled with the caller, because the next caller gets it. A result without bytes is
    /// cached as well, so that a picture that cannot be scaled is tried once.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<MediaFile?> GetAsync(
        MediaAddress address,
        Func<CancellationToken, Task<MediaFile>> create,
        CancellationToken cancellationToken
    )
    {
        if (cache.TryGetValue<MediaFile>(address, out var cached))
            return cached;
        using var permit = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (!permit.IsAcquired)
            return null;
        // Another caller may have created it meanwhile.
        if (cache.TryGetValue(address, out cached))
            return cached;
        var rendition = await create(CancellationToken.None).ConfigureAwait(false);
        return cache.Set(
            address,
            rendition,
            new MemoryCacheEntryOptions { Size = EntryBytes + (rendition.Bytes?.Length ?? 0) }
        );
    }

    /// <summary>Determines whether a rendition is in the cache.</summary>
    public bool Contains(MediaAddress address) => cache.TryGetValue(address, out _);

    /// <inheritdoc/>
    public void Dispose()
    {
        cache.Dispose();
        limiter.Dispose();
    }
}
