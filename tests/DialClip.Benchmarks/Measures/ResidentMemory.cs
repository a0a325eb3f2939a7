using System.Globalization;

namespace DialClip.Benchmarks.Measures;

/// <summary>What this process holds of the machine's memory, as Linux counts it.</summary>
internal static class ResidentMemory
{
    /// <summary>Gets the resident memory now (VmRSS).</summary>
    /// <value>Kilobytes.</value>
    public static long Now => Read("VmRSS:");

    /// <summary>Gets the most that was ever resident (VmHWM).</summary>
    /// <value>Kilobytes.</value>
    public static long Peak => Read("VmHWM:");

    private static long Read(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).AsSpan(name.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
}
