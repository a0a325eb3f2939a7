namespace DialClip.Experiments.Analysis.Tests;

internal static class RandomExtensions
{
    /// <summary>Draws from the standard normal distribution (Box and Muller).</summary>
    public static double NextNormal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Counts successes of independent trials.</summary>
    public static int NextBinomial(this Random random, int trials, double probability)
    {
        var successes = 0;
        for (var trial = 0; trial < trials; trial++)
            successes += random.NextDouble() < probability ? 1 : 0;
        return successes;
    }
}
