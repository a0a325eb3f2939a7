using System.Globalization;

namespace DialClip.Training.Reporting;

/// <summary>Renders a bar chart with intervals as an HTML table.</summary>
internal static class BarChart
{
    /// <summary>Renders bars, which begin at zero.</summary>
    /// <param name="bars">The names, values of 0 or more, and intervals if known.</param>
    /// <param name="format">The format string of the values.</param>
    public static string Render(
        IReadOnlyList<(string Name, double Value, (double Low, double High)? Interval)> bars,
        string format
    )
    {
        var max = Math.Max(1e-9, bars.Max(bar => Math.Max(bar.Interval?.High ?? 0, bar.Value)));
        return $"<table class=\"bars\">{string.Concat(bars.Select(RenderRow))}</table>";

        string RenderRow((string Name, double Value, (double Low, double High)? Interval) bar)
        {
            string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value / max:F2}%");
            var whisker = bar.Interval is { } interval
                ? $"<i style=\"left:{Percent(interval.Low)};width:{Percent(interval.High - interval.Low)}\"></i>"
                : "";
            return $"<tr><th>{Html.Encode(bar.Name)}</th>"
                + $"<td class=\"bar\"><b style=\"width:{Percent(bar.Value)}\"></b>{whisker}</td>"
                + $"<td>{bar.Value.ToString(format, CultureInfo.InvariantCulture)}</td></tr>";
        }
    }
}
