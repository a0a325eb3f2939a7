using System.Globalization;

namespace DialClip.Benchmarks.Measures;

/// <summary>The resident memory of a process, on Linux.</summary>
internal static class ResidentMemory
{
    /// <summary>Gets the current resident memory (VmRSS).</summary>
    /// <value>Kilobytes.</value>
    public static long Current => Read("self", "VmRSS:");

    /// <summary>Gets the peak resident memory (VmHWM).</summary>
    /// <value>Kilobytes.</value>
    public static long Peak => Read("self", "VmHWM:");

    /// <summary>Gets the resident memory of another process, in kilobytes.</summary>
    public static long GetForProcess(int process) => Read(process.ToString(CultureInfo.InvariantCulture), "VmRSS:");

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
