using System.Text.Json.Serialization;

namespace DialClip.Training.Verification;

/// <summary>The result of a group of golden cases.</summary>
/// <param name="Name">The group, such as "checkpoint-hf/onnx/text".</param>
/// <param name="Cases">The number of cases; 0 for an absent group.</param>
/// <param name="Error">The maximum absolute error, in the unit of the group; null for an absent group.</param>
/// <param name="Tolerance">The maximum error that passes.</param>
/// <param name="Absent">The reason why the group was not run; null if it was.</param>
internal sealed record GoldenGroup(string Name, int Cases, double? Error, double Tolerance, string? Absent)
{
    /// <summary>Gets whether the group was run within its tolerance.</summary>
    [JsonIgnore]
    public bool Passed => Error <= Tolerance;

    /// <summary>Creates the result of a group that was not run.</summary>
    public static GoldenGroup CreateAbsent(string name, string reason) => new(name, 0, null, 0, reason);
}
