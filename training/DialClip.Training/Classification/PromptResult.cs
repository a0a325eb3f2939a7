namespace DialClip.Training.Classification;

/// <summary>The outcome of one run of one method.</summary>
/// <param name="Set">The set of classified photos.</param>
/// <param name="Source">The set that the prompts were tuned on.</param>
/// <param name="Method">"CLIP" for templates without tuning, otherwise a <see cref="PromptMethod"/>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Base">
/// For each test photo of the base classes whether it is correct among them; across sets, for all classes.
/// </param>
/// <param name="New">
/// For each test photo of the new classes whether it is correct among them; empty across sets.
/// </param>
internal sealed record PromptResult(
    string Set,
    string Source,
    string Method,
    int Seed,
    IReadOnlyList<bool> Base,
    IReadOnlyList<bool> New
)
{
    /// <summary>The method's name of the zero-shot row.</summary>
    public const string ZeroShot = "CLIP";
}
