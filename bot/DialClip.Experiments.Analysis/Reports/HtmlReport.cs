using System.Net;
using System.Text;

namespace DialClip.Experiments.Analysis.Reports;

/// <summary>Writes reports as one HTML page that needs nothing else: no script, no font, no other file.</summary>
public static class HtmlReport
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem;
          color: #1b1f24; background: #fff }
        .verdict { font-size: 1.25rem; border-left: .4rem solid #0b5cad; padding-left: 1rem }
        figure { margin: 1.5rem 0 } pre { overflow-x: auto; font-size: .8rem }
        svg { width: 100%; height: auto; font: 12px system-ui, sans-serif }
        .end { text-anchor: end } .band { fill: #0b5cad33 } .zero { stroke: #767676; stroke-dasharray: 4 }
        .line { fill: none; stroke: #0b5cad; stroke-width: 2 } circle { fill: #0b5cad }
        polyline.v1 { stroke: #b3471d } text.v1 { fill: #b3471d } polyline.v2 { stroke: #2f6f2f }
        text.v2 { fill: #2f6f2f } polyline.v3 { stroke: #6b3fa0 } text.v3 { fill: #6b3fa0 }
        polyline.v4 { stroke: #8a6d00 } text.v4 { fill: #8a6d00 } polyline.v5 { stroke: #444 }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="reports">The reports.</param>
    public static string Write(IReadOnlyList<ExperimentReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.Append("<meta name=\"viewport\" content=\"width=device-width\"><title>Experiments</title><style>");
        html.Append(Style).Append("</style></head><body>\n");
        foreach (var report in reports)
            Write(html, report);
        return html.Append("</body></html>").ToString();
    }

    private static void Write(StringBuilder html, ExperimentReport report)
    {
        html.Append("<h1>").Append(Encode(report.Experiment)).Append("</h1>\n<p class=\"verdict\">");
        html.Append(Encode(report.Verdict.Sentence)).Append("</p>\n");
        foreach (var comparison in report.Comparisons)
        {
            html.Append("<h2>").Append(Encode($"{comparison.Treatment} against {report.Control}")).Append("</h2>\n");
            if (comparison.Days.Count > 0)
                AppendFigure(
                    html,
                    "The difference of the like rate of all units until each day, with its always-valid interval.",
                    SvgPlots.DrawSequence(comparison.Days)
                );
            if (comparison.Channels.Count > 0)
                AppendFigure(
                    html,
                    "The difference of the like rate by the channel of the first exposure.",
                    SvgPlots.DrawForest(comparison.Channels)
                );
        }
        if (report.Exposures.Values.Any(days => days.Count > 0))
            AppendFigure(html, "Replies of each day that were shown.", SvgPlots.DrawExposures(report.Exposures));
        html.Append("<pre>").Append(Encode(TextReport.Write([report]))).Append("</pre>\n");
    }

    private static void AppendFigure(StringBuilder html, string caption, string plot) =>
        html.Append("<figure><figcaption>").Append(caption).Append("</figcaption>").Append(plot).Append("</figure>\n");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
