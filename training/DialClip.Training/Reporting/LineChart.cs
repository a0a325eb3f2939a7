using System.Globalization;
using System.Text;

namespace DialClip.Training.Reporting;

/// <summary>Draws curves as SVG.</summary>
internal static class LineChart
{
    private const int Width = 640;
    private const int Height = 220;
    private const int Left = 64;
    private const int Bottom = 28;
    private const int Top = 10;

    private static readonly string[] Colours = ["#2563eb", "#d97706", "#059669", "#7c3aed", "#dc2626"];

    /// <summary>Draws one chart; every curve shares both axes.</summary>
    /// <param name="curves">Points of x and y by name, x ascending; values that are no numbers are left out.</param>
    /// <returns>SVG, or a sentence where there is nothing to draw.</returns>
    public static string Draw(IReadOnlyDictionary<string, IReadOnlyList<(double X, double Y)>> curves)
    {
        var points = curves.Values.SelectMany(curve => curve).Where(point => double.IsFinite(point.Y)).ToList();
        if (points.Count == 0)
            return "<p>Nothing was measured.</p>";
        var (fromX, toX) = (points.Min(point => point.X), points.Max(point => point.X));
        var (fromY, toY) = (points.Min(point => point.Y), points.Max(point => point.Y));
        if (toX == fromX)
            toX++;
        if (toY == fromY)
            (fromY, toY) = (fromY - 0.5, toY + 0.5);
        double AtX(double x) => Left + (x - fromX) / (toX - fromX) * (Width - Left - 10);
        double AtY(double y) => Height - Bottom - (y - fromY) / (toY - fromY) * (Height - Bottom - Top);

        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\">");
        foreach (var share in new[] { 0, 0.5, 1 })
        {
            var y = fromY + share * (toY - fromY);
            Add(
                svg,
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - 10}\" y1=\"{AtY(y):F1}\" y2=\"{AtY(y):F1}\"/><text x=\"{Left - 6}\" y=\"{AtY(y) + 4:F1}\" text-anchor=\"end\">{y:G3}</text>"
            );
            var x = fromX + share * (toX - fromX);
            Add(
                svg,
                $"<text x=\"{AtX(x):F1}\" y=\"{Height - 8}\" text-anchor=\"{(share == 0 ? "start" : share == 1 ? "end" : "middle")}\">{x:F0}</text>"
            );
        }
        var number = 0;
        foreach (var (_, curve) in curves)
        {
            var line = string.Join(
                ' ',
                Thinned(curve)
                    .Where(point => double.IsFinite(point.Y))
                    .Select(point =>
                        string.Create(CultureInfo.InvariantCulture, $"{AtX(point.X):F1},{AtY(point.Y):F1}")
                    )
            );
            Add(
                svg,
                $"<polyline fill=\"none\" stroke=\"{Colours[number++ % Colours.Length]}\" stroke-width=\"1.5\" points=\"{line}\"/>"
            );
        }
        svg.Append("</svg>");
        return svg.Append(Legend([.. curves.Keys])).ToString();
    }

    private static string Legend(List<string> names) =>
        names.Count < 2
            ? ""
            : $"<p class=\"legend\">{string.Join(' ', names.Select((name, number) => $"<span style=\"color:{Colours[number % Colours.Length]}\">&#9632;</span> {Html.Encode(name)}"))}</p>";

    // More points than pixels say nothing.
    private static IEnumerable<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> curve)
    {
        var every = Math.Max(1, curve.Count / Width);
        return every == 1 ? curve : curve.Chunk(every).Select(chunk => (chunk[^1].X, chunk.Average(point => point.Y)));
    }

    private static void Add(StringBuilder svg, FormattableString part) =>
        svg.Append(part.ToString(CultureInfo.InvariantCulture));
}
