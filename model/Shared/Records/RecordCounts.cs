using System.Globalization;

namespace DialClip.Shared.Records;

/// <summary>What was ignored or replaced in the records of a file.</summary>
internal sealed class RecordCounts
{
    private readonly SortedDictionary<string, long> unknownProperties = new(StringComparer.Ordinal);

    /// <summary>Gets how often each unknown property was ignored, by its name.</summary>
    public IReadOnlyDictionary<string, long> UnknownProperties => unknownProperties;

    /// <summary>Gets the number of halves of surrogate pairs that were replaced by U+FFFD.</summary>
    public long LoneSurrogates { get; private set; }

    /// <summary>Counts an unknown property.</summary>
    public void AddUnknownProperty(string name) =>
        unknownProperties[name] = unknownProperties.GetValueOrDefault(name) + 1;

    /// <summary>Counts halves of surrogate pairs.</summary>
    public void AddLoneSurrogates(int count) => LoneSurrogates += count;

    /// <summary>Describes what was ignored or replaced; null where nothing was.</summary>
    public string? Describe()
    {
        var parts = new List<string>();
        if (unknownProperties.Count > 0)
            parts.Add(
                "unknown properties were ignored: "
                    + string.Join(
                        ", ",
                        unknownProperties.Select(property =>
                            string.Create(CultureInfo.InvariantCulture, $"'{property.Key}' ({property.Value:N0} times)")
                        )
                    )
            );
        if (LoneSurrogates > 0)
            parts.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{LoneSurrogates:N0} halves of surrogate pairs (emoji that were cut) were replaced by U+FFFD"
                )
            );
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }
}
