namespace DialClip.Training.Classification;

/// <summary>What one run of one method got right.</summary>
/// <param name="Set">The photos that were classified.</param>
/// <param name="Source">The photos that the prompts were tuned on.</param>
/// <param name="Method">"CLIP" for the templates alone, otherwise a <see cref="PromptMethod"/>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Base">Of each test photo of the base classes, among these, whether it was right; of all classes across sets.</param>
/// <param name="New">The same of the new classes; empty across sets.</param>
internal sealed record PromptResult(
    string Set,
    string Source,
    string Method,
    int Seed,
    IReadOnlyList<bool> Base,
    IReadOnlyList<bool> New
)
{
    /// <summary>The name of the row without any tuning.</summary>
    public const string ZeroShot = "CLIP";
}
