using System.Text.Json.Serialization;

namespace DialClip.Training.Verification;

/// <summary>What became of one group of golden cases.</summary>
/// <param name="Name">The group, such as "checkpoint-hf/onnx/text".</param>
/// <param name="Cases">How many cases were run; 0 when the group is absent.</param>
/// <param name="Error">The largest absolute error, in the group's own unit; null when the group is absent.</param>
/// <param name="Tolerance">The largest error that passes.</param>
/// <param name="Absent">Why the group was not run, or null.</param>
internal sealed record GoldenGroup(string Name, int Cases, double? Error, double Tolerance, string? Absent)
{
    /// <summary>Gets whether the group was run and stayed within its tolerance.</summary>
    [JsonIgnore]
    public bool Passed => Error <= Tolerance;

    public static GoldenGroup Missing(string name, string why) => new(name, 0, null, 0, why);
}
