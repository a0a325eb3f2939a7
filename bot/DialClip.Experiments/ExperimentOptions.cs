using System.ComponentModel.DataAnnotations;

namespace DialClip.Experiments;

/// <summary>Which experiment runs, and where its events are kept.</summary>
public sealed class ExperimentOptions
{
    /// <summary>Gets or sets the feature whose variants are compared.</summary>
    /// <value>The default is 'DialClip.Retrieval'.</value>
    [Required]
    public string Feature { get; set; } = "DialClip.Retrieval";

    /// <summary>Gets or sets the file that exposures and feedback are appended to, JSON lines.</summary>
    /// <value>The default is 'artifacts/run/experiments.jsonl'.</value>
    [Required]
    public string Log { get; set; } = "artifacts/run/experiments.jsonl";
}
