using System.Globalization;
using System.Text;

namespace DialClip.Training.Reporting;

/// <summary>Renders a line chart as SVG.</summary>
internal static class LineChart
{
    private const int Width = 640;
    private const int Height = 220;
    private const int Left = 64;
    private const int Bottom = 28;
    private const int Top = 10;

    private static readonly string[] Colors = ["#2563eb", "#d97706", "#059669", "#7c3aed", "#dc2626"];

    /// <summary>Renders curves over the same axes.</summary>
    /// <param name="curves">The points by name of curve, x ascending; values that are not finite are omitted.</param>
    /// <returns>SVG; a paragraph where there are no points.</returns>
    public static string Render(IReadOnlyDictionary<string, IReadOnlyList<(double X, double Y)>> curves)
    {
        var points = curves.Values.SelectMany(curve => curve).Where(point => double.IsFinite(point.Y)).ToList();
        if (points.Count == 0)
            return "<p>There are no measurements.</p>";
        var (fromX, toX) = (points.Min(point => point.X), points.Max(point => point.X));
        var (fromY, toY) = (points.Min(point => point.Y), points.Max(point => point.Y));
        if (toX == fromX)
            toX++;
        if (toY == fromY)
            (fromY, toY) = (fromY - 0.5, toY + 0.5);
        double ToX(double x) => Left + (x - fromX) / (toX - fromX) * (Width - Left - 10);
        double ToY(double y) => Height - Bottom - (y - fromY) / (toY - fromY) * (Height - Bottom - Top);

        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\">");
        foreach (var share in new[] { 0, 0.5, 1 })
        {
            var y = fromY + share * (toY - fromY);
            Add(svg, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - 10}\" y1=\"{ToY(y):F1}\" y2=\"{ToY(y):F1}\"/>");
            Add(svg, $"<text x=\"{Left - 6}\" y=\"{ToY(y) + 4:F1}\" text-anchor=\"end\">{y:G3}</text>");
            var x = fromX + share * (toX - fromX);
            var anchor =
                share == 0 ? "start"
                : share == 1 ? "end"
                : "middle";
            Add(svg, $"<text x=\"{ToX(x):F1}\" y=\"{Height - 8}\" text-anchor=\"{anchor}\">{x:F0}</text>");
        }
        var number = 0;
        foreach (var (_, curve) in curves)
        {
            var line = string.Join(
                ' ',
                Thin(curve)
                    .Where(point => double.IsFinite(point.Y))
                    .Select(point =>
                        string.Create(CultureInfo.InvariantCulture, $"{ToX(point.X):F1},{ToY(point.Y):F1}")
                    )
            );
            var color = Colors[number++ % Colors.Length];
            Add(svg, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\" points=\"{line}\"/>");
        }
        svg.Append("</svg>");
        return svg.Append(RenderLegend([.. curves.Keys])).ToString();
    }

    private static string RenderLegend(IReadOnlyCollection<string> names)
    {
        if (names.Count < 2)
            return "";
        var entries = names.Select((name, number) => (Color: Colors[number % Colors.Length], Name: Html.Encode(name)));
        var spans = entries.Select(entry => $"<span style=\"color:{entry.Color}\">&#9632;</span> {entry.Name}");
        return $"<p class=\"legend\">{string.Join(' ', spans)}</p>";
    }

    // At most about one point per pixel.
    private static IEnumerable<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> curve)
    {
        var every = Math.Max(1, curve.Count / Width);
        return every == 1 ? curve : curve.Chunk(every).Select(chunk => (chunk[^1].X, chunk.Average(point => point.Y)));
    }

    private static void Add(StringBuilder svg, FormattableString part) =>
        svg.Append(part.ToString(CultureInfo.InvariantCulture));
}
