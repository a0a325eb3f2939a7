using System.Globalization;
using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>
/// The largest difference between the outputs of an export and of the modules that it was made from, on unit features.
/// </summary>
/// <param name="MaxAbsoluteError">The largest absolute difference found.</param>
/// <param name="Tolerance">The largest that was allowed.</param>
public sealed record ParityProperties(double MaxAbsoluteError, double Tolerance)
{
    /// <summary>
    /// Gets the cosine similarity to full precision for an export of lower precision; otherwise null.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CosineProperties? Cosine { get; init; }

    internal IEnumerable<string> Validate()
    {
        if (!(MaxAbsoluteError >= 0 && MaxAbsoluteError <= Tolerance))
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"parity.maxAbsoluteError is {MaxAbsoluteError}, expected 0 to the tolerance of {Tolerance}"
            );
        foreach (var error in Cosine?.Validate() ?? [])
            yield return error;
    }
}
