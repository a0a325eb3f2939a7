namespace DialClip.Benchmarks.Heads;

/// <summary>What one program measured of its head steps.</summary>
/// <param name="Engine">The program and its engine.</param>
/// <param name="Threads">Threads that one operator may use.</param>
/// <param name="Milliseconds">What every step took, the first ones left out.</param>
/// <param name="Processor">The processor time of the same steps, all threads together, in milliseconds.</param>
/// <param name="ResidentAtStart">Resident memory with nothing loaded, in kilobytes.</param>
/// <param name="ResidentLoaded">The same before the first step.</param>
/// <param name="ResidentAtEnd">The same after the last one.</param>
/// <param name="ResidentPeak">The most of it.</param>
/// <param name="LargestDifference">By how much a weight of this head differs from the other program's; null where there is nothing to compare with.</param>
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
    /// <summary>Steps that warm caches and allocators and are not counted.</summary>
    public const int WarmUp = 3;
}
