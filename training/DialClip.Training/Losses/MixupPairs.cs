using MathNet.Numerics.Distributions;
using static TorchSharp.torch;

namespace DialClip.Training.Losses;

/// <summary>The pairs of rows to mix, with their shares.</summary>
/// <param name="First">int64 (P).</param>
/// <param name="Second">int64 (P), each of another class than its first.</param>
/// <param name="Share">(P, 1), the first row's share, drawn from Beta(a, a).</param>
internal sealed record MixupPairs(Tensor First, Tensor Second, Tensor Share)
{
    /// <summary>Pairs every row with a random row of another class, if there is one.</summary>
    /// <param name="classes">Each row's class.</param>
    /// <param name="shape">a of Beta(a, a), above 0.</param>
    /// <param name="random">The random source.</param>
    /// <returns>Null where all rows are of one class.</returns>
    public static MixupPairs? Draw(IReadOnlyList<long> classes, double shape, Random random)
    {
        var (first, second, shares) = (new List<long>(), new List<long>(), new List<float>());
        for (var row = 0; row < classes.Count; row++)
        {
            var others = Enumerable.Range(0, classes.Count).Where(other => classes[other] != classes[row]).ToList();
            if (others.Count == 0)
                continue;
            first.Add(row);
            second.Add(others[random.Next(others.Count)]);
            shares.Add((float)Beta.Sample(random, shape, shape));
        }
        return first.Count == 0
            ? null
            : new(tensor(first.ToArray()), tensor(second.ToArray()), tensor(shares.ToArray(), [shares.Count, 1]));
    }
}
