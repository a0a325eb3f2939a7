using System.Globalization;

namespace DialClip.Benchmarks.Measures;

/// <summary>What this process holds of the machine's memory, as Linux counts it.</summary>
internal static class ResidentMemory
{
    /// <summary>Gets the resident memory now (VmRSS).</summary>
    /// <value>Kilobytes.</value>
    public static long Now => Read("self", "VmRSS:");

    /// <summary>Gets the most that was ever resident (VmHWM).</summary>
    /// <value>Kilobytes.</value>
    public static long Peak => Read("self", "VmHWM:");

    /// <summary>Gets the resident memory of another process, in kilobytes.</summary>
    public static long Of(int process) => Read(process.ToString(CultureInfo.InvariantCulture), "VmRSS:");

    private static long Read(string process, string name) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith(name, StringComparison.Ordinal))
                .AsSpan(name.Length)
                .Trim()
                .TrimEnd(" kB"),
            CultureInfo.InvariantCulture
        );
}
