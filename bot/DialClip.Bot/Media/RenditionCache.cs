using System.Threading.RateLimiting;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>Keeps the renditions that were asked for, within a number of bytes, and lets few be made at once.</summary>
internal sealed class RenditionCache(IOptions<MediaOptions> options) : IDisposable
{
    // 40 million pixels, the most that is decoded, take a core for 0.3 s and 210 MB; a JPEG or WebP, which is scaled
    // while it is decoded, as long and 30 to 60 MB.
    private const int AtOnce = 2;
    private const int Waiting = 64;

    // What an entry takes besides its bytes.
    private const int EntryBytes = 1024;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheBytes });
    private readonly ConcurrencyLimiter turns = new(
        new()
        {
            PermitLimit = AtOnce,
            QueueLimit = Waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    /// <summary>Gets a rendition, or makes it; null when too many are waiting.</summary>
    /// <param name="address">What names it.</param>
    /// <param name="make">Makes it, whether or not its caller still waits: the next one gets it. What it gives is kept even when it has no bytes, so that a picture that cannot be made smaller is tried once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<MediaFile?> GetAsync(
        MediaAddress address,
        Func<CancellationToken, Task<MediaFile>> make,
        CancellationToken cancellationToken
    )
    {
        if (cache.TryGetValue<MediaFile>(address, out var kept))
            return kept;
        using var turn = await turns.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (!turn.IsAcquired)
            return null;
        // Someone else may have made it meanwhile.
        if (cache.TryGetValue(address, out kept))
            return kept;
        var made = await make(CancellationToken.None).ConfigureAwait(false);
        return cache.Set(address, made, new MemoryCacheEntryOptions { Size = EntryBytes + (made.Bytes?.Length ?? 0) });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cache.Dispose();
        turns.Dispose();
    }
}
