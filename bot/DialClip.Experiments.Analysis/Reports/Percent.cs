using System.Globalization;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Writes relative differences.</summary>
internal static class Percent
{
    /// <summary>Writes a difference with its sign and a digit, such as "+1.3%"; "0.0%" where it rounds to 0.</summary>
    public static string Write(double difference) =>
        // Rounded first: a negative number that rounds to 0 would get both signs.
        Math.Round(difference, 3).ToString("+0.0%;-0.0%;0.0%", CultureInfo.InvariantCulture);
}
