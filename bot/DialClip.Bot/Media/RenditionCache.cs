using System.Threading.RateLimiting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>Cache of renditions within a number of bytes, which limits how many are rendered at once.</summary>
internal sealed class RenditionCache(IOptions<MediaOptions> options) : IDisposable
{
    // 40 million pixels, the most that is decoded, take a core for 0.3 s and 210 MB; a JPEG or WebP, which is scaled
    // while it is decoded, as long and 30 to 60 MB.
    private const int Permits = 2;
    private const int QueueLength = 64;

    // The overhead of an entry.
    private const int EntryOverhead = 1024;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheBytes });
    private readonly ConcurrencyLimiter limiter = new(
        new()
        {
            PermitLimit = Permits,
            QueueLimit = QueueLength,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    /// <summary>Gets a rendition, or renders it; null when too many are waiting.</summary>
    /// <param name="address">The address.</param>
    /// <param name="render">
    /// Renders it. It is not cancelled with its caller, because the next one gets the result; a result without bytes is
    /// cached, too, so that a picture that cannot be rendered is tried once.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<MediaFile?> GetAsync(
        MediaAddress address,
        Func<CancellationToken, Task<MediaFile>> render,
        CancellationToken cancellationToken
    )
    {
        if (cache.TryGetValue<MediaFile>(address, out var cached))
            return cached;
        using var permit = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (!permit.IsAcquired)
            return null;
        // Another caller may have rendered it meanwhile.
        if (cache.TryGetValue(address, out cached))
            return cached;
        var rendered = await render(CancellationToken.None).ConfigureAwait(false);
        return cache.Set(
            address,
            rendered,
            new MemoryCacheEntryOptions { Size = EntryOverhead + (rendered.Bytes?.Length ?? 0) }
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cache.Dispose();
        limiter.Dispose();
    }
}
