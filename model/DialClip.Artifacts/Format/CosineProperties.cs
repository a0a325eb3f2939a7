using System.Globalization;

namespace DialClip.Artifacts.Format;

/// <summary>
/// The cosine similarity between the features of a reduced-precision export and of full precision, with and without
/// prompts.
/// </summary>
/// <param name="Mean">The mean cosine similarity.</param>
/// <param name="Worst">The smallest cosine similarity.</param>
/// <param name="Limit">The smallest that was allowed.</param>
public sealed record CosineProperties(double Mean, double Worst, double Limit)
{
    internal IEnumerable<string> Validate()
    {
        if (!(Worst >= Limit && Mean >= Worst && Mean <= 1))
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"parity.cosine has a mean of {Mean} and a worst of {Worst}, "
                    + $"expected {Limit} to 1, and the mean not below the worst"
            );
    }
}
