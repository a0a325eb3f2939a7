using DialClip.Training.Reporting;

namespace DialClip.Training.Tests.Reporting;

public sealed class LineChartTests
{
    [Fact]
    public void Render_UntrustedNames_AreEncoded()
    {
        var svg = LineChart.Render(
            new Dictionary<string, IReadOnlyList<(double, double)>>
            {
                ["<script>"] = [(1, 2), (2, 3)],
                ["b"] = [(1, double.NaN), (2, 1)],
            }
        );

        Assert.DoesNotContain("<script>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NoPoints_ExplainsIt() =>
        Assert.Contains(
            "no measurements",
            LineChart.Render(new Dictionary<string, IReadOnlyList<(double, double)>>()),
            StringComparison.Ordinal
        );

    [Fact]
    public void Render_MinimumAndMaximum_AreAtTheEdges()
    {
        var svg = LineChart.Render(
            new Dictionary<string, IReadOnlyList<(double, double)>> { ["loss"] = [(0, 4), (10, 2)] }
        );

        Assert.Contains("64.0,10.0 630.0,192.0", svg, StringComparison.Ordinal);
    }
}
