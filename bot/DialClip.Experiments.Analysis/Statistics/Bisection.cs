namespace DialClip.Experiments.Analysis.Statistics;

/// <summary>Finds roots and minima of functions that may jump, by halving.</summary>
internal static class Bisection
{
    /// <summary>Finds where a function changes its sign between two points, to the last digits.</summary>
    public static double FindRoot(Func<double, double> function, double low, double high)
    {
        var isNegativeBelow = function(low) < 0;
        for (var step = 0; step < 200 && high - low > 1e-13 * Math.Max(1e-3, Math.Abs(low + high)); step++)
        {
            var middle = (low + high) / 2;
            if (function(middle) < 0 == isNegativeBelow)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>Finds the least of a convex function between two points.</summary>
    public static double FindMinimum(Func<double, double> function, double low, double high)
    {
        for (var step = 0; step < 200 && high - low > 1e-9; step++)
        {
            var (left, right) = (low + (high - low) / 3, high - (high - low) / 3);
            if (function(left) <= function(right))
                high = right;
            else
                low = left;
        }
        return (low + high) / 2;
    }
}
