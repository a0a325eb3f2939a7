using System.Globalization;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Format;

/// <summary>The error messages for property values that are out of range.</summary>
internal static class PropertyErrors
{
    public static IEnumerable<string> NotPositive(params (string Name, double Value)[] values) =>
        values.Where(entry => !(entry.Value > 0)).Select(entry => Describe(entry.Name, entry.Value, "more than 0"));

    public static IEnumerable<string> Negative(params (string Name, double Value)[] values) =>
        values.Where(entry => !(entry.Value >= 0)).Select(entry => Describe(entry.Name, entry.Value, "0 or more"));

    public static IEnumerable<string> OutsideRange(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
            yield return Describe(name, value, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));
    }

    public static IEnumerable<string> NoDigest(params (string Name, string Value)[] values) =>
        values
            .Where(entry => !Digest.IsValid(entry.Value))
            .Select(entry => $"{entry.Name} is '{entry.Value}', expected 64 lower-case hexadecimal digits");

    public static IEnumerable<string> Empty(params (string Name, string Value)[] values) =>
        values.Where(entry => string.IsNullOrWhiteSpace(entry.Value)).Select(entry => $"{entry.Name} is empty");

    /// <summary>Names a value that is neither null nor one of those known.</summary>
    public static IEnumerable<string> Unknown(string name, string? value, params IReadOnlyList<string> known)
    {
        if (value is not null && !known.Contains(value, StringComparer.Ordinal))
            yield return $"{name} is '{value}', expected {string.Join(" or ", known)}, or none. A later version of "
                + "this library may know it";
    }

    private static string Describe(string name, double value, string expected) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, expected {expected}");
}
