using System.Runtime.InteropServices;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>A map by hashes of 64 bits, in parts that grow one after the other: growing never doubles the memory.
/// </summary>
internal sealed class ShardedMap<TValue>
{
    private const int Shards = 64;

    private readonly Dictionary<ulong, TValue>[] shards =
    [
        .. Enumerable.Range(0, Shards).Select(_ => new Dictionary<ulong, TValue>()),
    ];

    /// <summary>Gets all values.</summary>
    public IEnumerable<TValue> Values => shards.SelectMany(shard => shard.Values);

    /// <summary>Gets a reference to a value, which is made where there was none.</summary>
    public ref TValue? Get(ulong key, out bool exists) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(shards[key % Shards], key, out exists);

    /// <summary>Gets a value that may be missing.</summary>
    public bool TryGet(ulong key, out TValue value) => shards[key % Shards].TryGetValue(key, out value!);
}
