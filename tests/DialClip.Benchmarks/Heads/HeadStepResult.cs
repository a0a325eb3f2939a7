namespace DialClip.Benchmarks.Heads;

/// <summary>The measurements of the training steps of a program.</summary>
/// <param name="Engine">The engine and its version.</param>
/// <param name="Threads">The threads per operator.</param>
/// <param name="Milliseconds">The duration of each step after warm-up.</param>
/// <param name="Processor">The processor time of the same steps over all threads, in milliseconds.</param>
/// <param name="ResidentAtStart">The resident memory at the start, in kilobytes.</param>
/// <param name="ResidentLoaded">The resident memory before the first step.</param>
/// <param name="ResidentAtEnd">The resident memory after the last step.</param>
/// <param name="ResidentPeak">The peak resident memory.</param>
/// <param name="LargestDifference">
/// The maximum difference from the weights of the other program's head, if known.
/// </param>
internal sealed record HeadStepResult(
    string Engine,
    int Threads,
    IReadOnlyList<double> Milliseconds,
    IReadOnlyList<double> Processor,
    long ResidentAtStart,
    long ResidentLoaded,
    long ResidentAtEnd,
    long ResidentPeak,
    double? LargestDifference = null
)
{
    /// <summary>The number of warm-up steps, which are not measured.</summary>
    public const int WarmUp = 3;
}
