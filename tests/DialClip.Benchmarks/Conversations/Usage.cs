using System.Diagnostics;
using System.Runtime;

namespace DialClip.Benchmarks.Conversations;

/// <summary>What this process has used since it began, or between two moments.</summary>
/// <param name="Time">The time of the clock.</param>
/// <param name="Processor">The time of all processors.</param>
/// <param name="AllocatedBytes">The bytes that were allocated, collected or not.</param>
/// <param name="Collections">The garbage collections of every generation.</param>
/// <param name="Pauses">The time for which these stopped every thread.</param>
/// <param name="CompiledMethods">The methods that were compiled, each once for every time.</param>
internal readonly record struct Usage(
    TimeSpan Time,
    TimeSpan Processor,
    long AllocatedBytes,
    int Collections,
    TimeSpan Pauses,
    long CompiledMethods
)
{
    /// <summary>Gets what was used until now.</summary>
    public static Usage Get() =>
        new(
            Stopwatch.GetElapsedTime(0),
            Environment.CpuUsage.TotalTime,
            GC.GetTotalAllocatedBytes(precise: true),
            // Those of an older generation are counted in the younger ones, too.
            GC.CollectionCount(0),
            GC.GetTotalPauseDuration(),
            JitInfo.GetCompiledMethodCount()
        );

    /// <summary>Gets what was used since an earlier moment.</summary>
    public Usage Minus(Usage earlier) =>
        new(
            Time - earlier.Time,
            Processor - earlier.Processor,
            AllocatedBytes - earlier.AllocatedBytes,
            Collections - earlier.Collections,
            Pauses - earlier.Pauses,
            CompiledMethods - earlier.CompiledMethods
        );
}
