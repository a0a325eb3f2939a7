using System.Runtime.InteropServices;
using DialClip.Experiments.Events;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>The units and variants of an experiment while its events are read.</summary>
internal sealed class ExperimentState(string name)
{
    // A bit of a unit's mask each.
    private const int MaxVariants = 64;

    private readonly ShardedMap<int> indexes = new();
    private readonly List<UnitState> units = [];
    private readonly List<string> variants = [];
    private readonly List<string> channels = [];

    public string Name { get; } = name;

    public Span<UnitState> Units => CollectionsMarshal.AsSpan(units);

    public IReadOnlyList<string> Variants => variants;

    public IReadOnlyList<string> Channels => channels;

    /// <summary>Gets how often each latency was seen, by variant.</summary>
    public List<Dictionary<double, long>> Latencies { get; } = [];

    public bool TryGetUnit(ulong hash, out int index) => indexes.TryGet(hash, out index);

    /// <summary>Gets the index of a variant.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public byte GetVariant(string variant)
    {
        var index = variants.IndexOf(variant);
        if (index >= 0)
            return (byte)index;
        if (variants.Count == MaxVariants)
            throw new InvalidDataException(
                $"The experiment '{Name}' has more than {MaxVariants} variants, such as '{variant}'."
            );
        variants.Add(variant);
        Latencies.Add([]);
        return (byte)(variants.Count - 1);
    }

    /// <summary>Notes that a unit saw a variant.</summary>
    /// <returns>The index of the unit.</returns>
    public int AddExposure(Exposure exposure, ulong unitHash, byte variant)
    {
        ref var index = ref indexes.Get(unitHash, out var exists);
        if (!exists)
        {
            index = units.Count;
            units.Add(new() { FirstTicks = long.MaxValue });
        }
        ref var unit = ref Units[index];
        unit.Variants |= 1UL << variant;
        if (exposure.Time.UtcTicks < unit.FirstTicks)
        {
            unit.FirstTicks = exposure.Time.UtcTicks;
            unit.Variant = variant;
            unit.Channel = GetChannel(exposure.Channel ?? "unknown");
        }
        if (exposure.LatencyMs is { } latency && double.IsFinite(latency) && latency >= 0)
        {
            var rounded = Round(latency);
            CollectionsMarshal.GetValueRefOrAddDefault(Latencies[variant], rounded, out _)++;
        }
        return index;
    }

    // Whole milliseconds, from a second on three digits: a few thousand values at most.
    private static double Round(double latency)
    {
        var step = 1.0;
        while (latency / step >= 1000)
            step *= 10;
        return Math.Round(latency / step) * step;
    }

    // Channels beyond what a byte holds are one.
    private byte GetChannel(string channel)
    {
        var index = channels.IndexOf(channel);
        if (index >= 0)
            return (byte)index;
        if (channels.Count == byte.MaxValue)
            return (byte)(channels.Count - 1);
        channels.Add(channels.Count == byte.MaxValue - 1 ? "others" : channel);
        return (byte)(channels.Count - 1);
    }
}
