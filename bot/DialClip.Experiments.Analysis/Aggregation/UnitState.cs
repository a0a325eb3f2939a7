using DialClip.Experiments.Analysis.Metrics;

namespace DialClip.Experiments.Analysis.Aggregation;

/// <summary>What is known of a unit in an experiment.</summary>
internal struct UnitState
{
    /// <summary>The variants that it saw, as bits.</summary>
    public ulong Variants;

    /// <summary>The time of its first exposure, in UTC ticks.</summary>
    public long FirstTicks;

    /// <summary>The variant of its first exposure.</summary>
    public byte Variant;

    /// <summary>The channel of its first exposure, as an index.</summary>
    public byte Channel;

    /// <summary>What happened to it.</summary>
    public UnitCounts Counts;
}
