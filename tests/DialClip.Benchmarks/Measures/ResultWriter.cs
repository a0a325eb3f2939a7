using System.Text.Json;

namespace DialClip.Benchmarks.Measures;

/// <summary>Prints results as JSON.</summary>
internal static class ResultWriter
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Prints a result.</summary>
    public static void Print<T>(this TextWriter output, T result) =>
        output.WriteLine(JsonSerializer.Serialize(result, Indented));
}
