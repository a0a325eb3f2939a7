using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Storage;

/// <summary>
/// A storage in the memory of this process, of a limited number of values: for each further one, the one that was
/// written last the longest ago is dropped. Values and ETags are as in the SDK's <see cref="MemoryStorage"/>.
/// </summary>
public sealed class BoundedMemoryStorage : IListableStorage
{
    private readonly object sync = new();
    private readonly Dictionary<string, JObject> values = [];
    private readonly Dictionary<string, LinkedListNode<StoredEntry>> entries = new(StringComparer.Ordinal);

    // The order of their writes, oldest first.
    private readonly LinkedList<StoredEntry> order = new();
    private readonly MemoryStorage inner;
    private readonly int capacity;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private long writes;
    private bool hasDropped;

    /// <summary>Creates an empty storage.</summary>
    /// <param name="capacity">The most values, 1 or more.</param>
    /// <param name="time">The clock of the values' ages; the system's when null.</param>
    /// <param name="logger">The logger, which hears once that values are dropped; none when null.</param>
    public BoundedMemoryStorage(int capacity, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        inner = new(values);
        this.capacity = capacity;
        this.time = time ?? TimeProvider.System;
        this.logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public Task<IDictionary<string, object>> ReadAsync(string[] keys, CancellationToken cancellationToken = default)
    {
        lock (sync)
            return inner.ReadAsync(keys, cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (sync)
        {
            // The SDK's storage works at once; a conflict throws, and the keys before it stay written.
            foreach (var change in changes)
            {
                var written = inner.WriteAsync(
                    new Dictionary<string, object> { [change.Key] = change.Value },
                    cancellationToken
                );
                if (!written.IsCompletedSuccessfully)
                    return written;
                Remember(change.Key);
            }
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        lock (sync)
        {
            foreach (var key in keys)
                Drop(key);
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEntry> ListAsync(
        string prefix,
        DateTimeOffset? writtenBefore,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        StoredEntry[] listed;
        lock (sync)
            listed =
            [
                .. order.Where(entry =>
                    entry.Key.StartsWith(prefix, StringComparison.Ordinal)
                    && (writtenBefore is null || entry.Written < writtenBefore)
                ),
            ];
        foreach (var entry in listed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<bool> TryDeleteAsync(StoredEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (sync)
        {
            var isSame = entries.TryGetValue(entry.Key, out var node) && node.Value.Tag == entry.Tag;
            if (isSame)
                Drop(entry.Key);
            return Task.FromResult(isSame);
        }
    }

    private void Remember(string key)
    {
        if (entries.Remove(key, out var former))
            order.Remove(former);
        var tag = (++writes).ToString(CultureInfo.InvariantCulture);
        entries[key] = order.AddLast(new StoredEntry(key, time.GetUtcNow(), tag));
        if (entries.Count <= capacity)
            return;
        Drop(order.First!.Value.Key);
        if (!hasDropped)
            logger.MemoryIsFull(capacity);
        hasDropped = true;
    }

    private void Drop(string key)
    {
        values.Remove(key);
        if (entries.Remove(key, out var node))
            order.Remove(node);
    }
}
