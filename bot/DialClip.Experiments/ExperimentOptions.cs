using System.ComponentModel.DataAnnotations;
using DialClip.Shared.Security;

namespace DialClip.Experiments;

/// <summary>The settings of the experiment and its event log.</summary>
public sealed class ExperimentOptions : IValidatableObject
{
    /// <summary>The minimum bytes of a key.</summary>
    private const int KeyBytes = 16;

    /// <summary>Gets or sets the feature whose variants are compared.</summary>
    /// <value>The default is 'DialClip.Retrieval'.</value>
    [Required]
    public string Feature { get; set; } = "DialClip.Retrieval";

    /// <summary>
    /// Gets or sets the path of the event log, JSON lines. Each process writes its own file beside it, named after it.
    /// Empty for no log: what people saw and liked is then compared by nobody.
    /// </summary>
    /// <value>The default is 'artifacts/run/experiments.jsonl'.</value>
    [Required(AllowEmptyStrings = true)]
    public string Log { get; set; } = "artifacts/run/experiments.jsonl";

    /// <summary>
    /// Gets or sets the key of the hashes of units: base64 of at least 16 random bytes, the same for all processes.
    /// </summary>
    /// <remarks>Store it outside of files. Another key assigns every unit anew.</remarks>
    /// <value>
    /// The default is empty: SHA-256 without a key, from which guessable ids, such as phone numbers, can be recovered.
    /// </value>
    public string UnitKey { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SecretKey.Validate(nameof(UnitKey), UnitKey, KeyBytes) is { } problem)
            yield return problem;
    }
}
