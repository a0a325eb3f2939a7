using System.Globalization;

namespace DialClip.Training.Reporting;

/// <summary>Draws bars with their intervals, one a row.</summary>
internal static class BarChart
{
    /// <summary>Draws the bars; they begin at zero.</summary>
    /// <param name="bars">Name, value and, where it is known, an interval; values are 0 or more.</param>
    /// <param name="format">How a value is printed.</param>
    public static string Draw(
        IReadOnlyList<(string Name, double Value, (double Low, double High)? Interval)> bars,
        string format
    )
    {
        var most = Math.Max(1e-9, bars.Max(bar => bar.Interval is { } its ? Math.Max(its.High, bar.Value) : bar.Value));
        return $"<table class=\"bars\">{string.Concat(bars.Select(Row))}</table>";

        string Row((string Name, double Value, (double Low, double High)? Interval) bar)
        {
            string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value / most:F2}%");
            var whisker = bar.Interval is { } its
                ? $"<i style=\"left:{Percent(its.Low)};width:{Percent(its.High - its.Low)}\"></i>"
                : "";
            return $"<tr><th>{Html.Encode(bar.Name)}</th><td class=\"bar\"><b style=\"width:{Percent(bar.Value)}\"></b>{whisker}</td><td>{bar.Value.ToString(format, CultureInfo.InvariantCulture)}</td></tr>";
        }
    }
}
