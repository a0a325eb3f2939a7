using System.Globalization;
using System.Text.Json.Serialization;

namespace DialClip.Artifacts.Format;

/// <summary>How far an export's outputs lie from those of the modules it was made of, on unit features.</summary>
/// <param name="MaxAbsoluteError">The largest absolute difference found.</param>
/// <param name="Tolerance">The largest that was allowed.</param>
public sealed record ParityProperties(double MaxAbsoluteError, double Tolerance)
{
    /// <summary>Gets how alike the features are where the export is of a lower precision; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CosineProperties? Cosine { get; init; }

    internal IEnumerable<string> Validate()
    {
        if (!(MaxAbsoluteError >= 0 && MaxAbsoluteError <= Tolerance))
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"parity.maxAbsoluteError is {MaxAbsoluteError}, expected 0 to the tolerance of {Tolerance}"
            );
        foreach (var fault in Cosine?.Validate() ?? [])
            yield return fault;
    }
}
