using System.Globalization;
using System.Net;
using System.Text;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Draws a report's plots as SVG, which reads in any browser without scripts.</summary>
internal static class SvgPlots
{
    private const int Width = 640;
    private const int Height = 220;
    private const int Left = 120;
    private const int Margin = 24;

    /// <summary>Draws the difference until each day, with its sequence.</summary>
    public static string DrawSequence(IReadOnlyList<SegmentEffect> days)
    {
        var (low, high) = GetRange(days);
        var band = days.Index()
            .Select(day => Point(X(day.Index, days.Count), Y(day.Item.Interval.High, low, high)))
            .Concat(
                days.Index()
                    .Reverse()
                    .Select(day => Point(X(day.Index, days.Count), Y(day.Item.Interval.Low, low, high)))
            );
        var line = days.Index().Select(day => Point(X(day.Index, days.Count), Y(day.Item.Difference, low, high)));
        return Open("difference of the like rate until each day")
            + Invariant($"""<polygon class="band" points="{string.Join(' ', band)}"/>""")
            + Invariant($"""<polyline class="line" points="{string.Join(' ', line)}"/>""")
            + DrawZero(low, high)
            + DrawScale(low, high)
            + DrawEnds(days[0].Name, days[^1].Name);
    }

    /// <summary>Draws the exposures of each day, a line for each variant.</summary>
    public static string DrawExposures(IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, int>> exposures)
    {
        DateOnly[] days = [.. exposures.Values.SelectMany(variant => variant.Keys).Distinct().Order()];
        var high = Math.Max(1, exposures.Values.SelectMany(variant => variant.Values).Max());
        var text = new StringBuilder(Open("exposures of each day"));
        foreach (var (index, (name, counts)) in exposures.Index())
        {
            var points = days.Index()
                .Select(day => Point(X(day.Index, days.Length), Y(counts.GetValueOrDefault(day.Item), 0, high)));
            text.Append(Invariant($"""<polyline class="line v{index % 6}" points="{string.Join(' ', points)}"/>"""));
            text.Append(
                Invariant(
                    $"""<text class="v{index % 6}" x="{Left + 8}" y="{Margin + 16 * index}">{Encode(name)}</text>"""
                )
            );
        }
        return text.Append(DrawScale(0, high)).Append(DrawEnds(Write(days[0]), Write(days[^1]))).ToString();
    }

    /// <summary>Draws the difference in each segment with its interval.</summary>
    public static string DrawForest(IReadOnlyList<SegmentEffect> segments)
    {
        var (low, high) = GetRange(segments);
        double Place(double value) => Left + (value - low) / (high - low) * (Width - Left - Margin);
        var height = 40 + 28 * segments.Count;
        var text = new StringBuilder(Open("difference of the like rate by channel", height));
        text.Append(
            Invariant($"""<line class="zero" x1="{Place(0):F1}" x2="{Place(0):F1}" y1="8" y2="{height - 24}"/>""")
        );
        foreach (var (index, segment) in segments.Index())
        {
            var y = 20 + 28 * index;
            text.Append(Invariant($"""<text x="4" y="{y + 4}">{Encode(segment.Name)}</text>"""));
            text.Append(
                Invariant($"""<line class="line" x1="{Place(segment.Interval.Low):F1}" """)
                    + Invariant($"""x2="{Place(segment.Interval.High):F1}" y1="{y}" y2="{y}"/>""")
                    + Invariant($"""<circle cx="{Place(segment.Difference):F1}" cy="{y}" r="4"/>""")
            );
        }
        text.Append(Invariant($"""<text x="{Left}" y="{height - 6}">{Write(low)}</text>"""));
        text.Append(
            Invariant($"""<text class="end" x="{Width - Margin}" y="{height - 6}">{Write(high)}</text></svg>""")
        );
        return text.ToString();
    }

    private static (double Low, double High) GetRange(IReadOnlyList<SegmentEffect> effects)
    {
        var low = Math.Min(0, effects.Min(effect => effect.Interval.Low));
        var high = Math.Max(0, effects.Max(effect => effect.Interval.High));
        return high > low ? (low, high) : (low - 1, high + 1);
    }

    private static string Open(string title, int height = Height) =>
        Invariant($"""<svg viewBox="0 0 {Width} {height}" role="img" aria-label="{title}"><title>{title}</title>""");

    private static double X(int index, int count) =>
        Left + (count < 2 ? 0.5 : (double)index / (count - 1)) * (Width - Left - Margin);

    private static double Y(double value, double low, double high) =>
        Height - Margin - (value - low) / (high - low) * (Height - 2 * Margin);

    private static string DrawZero(double low, double high) =>
        Invariant($"""<line class="zero" x1="{Left}" x2="{Width - Margin}" """)
        + Invariant($"""y1="{Y(0, low, high):F1}" y2="{Y(0, low, high):F1}"/>""");

    private static string DrawScale(double low, double high) =>
        Invariant(
            $"""<text x="4" y="{Height - Margin}">{Write(low)}</text><text x="4" y="{Margin}">{Write(high)}</text>"""
        );

    private static string DrawEnds(string first, string last) =>
        Invariant($"""<text x="{Left}" y="{Height - 6}">{first}</text>""")
        + Invariant($"""<text class="end" x="{Width - Margin}" y="{Height - 6}">{last}</text></svg>""");

    private static string Point(double x, double y) => Invariant($"{x:F1},{y:F1}");

    private static string Write(double value) => Math.Round(value, 3).ToString("#,0.###", CultureInfo.InvariantCulture);

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
