using System.Runtime.CompilerServices;

namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>Checks what the statistics are given.</summary>
internal static class Arguments
{
    /// <summary>Throws unless a probability lies between 0 and 1, both excluded.</summary>
    public static void ThrowUnlessBetween0And1(
        double value,
        [CallerArgumentExpression(nameof(value))] string? name = null
    )
    {
        if (value is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(name, value, "Expected a number between 0 and 1, both excluded.");
    }

    /// <summary>Throws unless a number is positive and finite.</summary>
    public static void ThrowUnlessPositive(double value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "Expected a positive, finite number.");
    }

    /// <summary>Throws unless the successes are 0 to the number of trials.</summary>
    public static void ThrowUnlessCounts(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
    }
}
