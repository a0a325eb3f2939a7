using DialClip.Training.Reporting;

namespace DialClip.Training.Tests.Reporting;

public sealed class LineChartTests
{
    [Fact]
    public void Draw_HostileNames_StayText()
    {
        var svg = LineChart.Draw(new Dictionary<string, IReadOnlyList<(double, double)>> { ["<script>"] = [(1, 2), (2, 3)], ["b"] = [(1, double.NaN), (2, 1)] });

        Assert.DoesNotContain("<script>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_Nothing_SaysSo() => Assert.Contains("Nothing", LineChart.Draw(new Dictionary<string, IReadOnlyList<(double, double)>>()), StringComparison.Ordinal);

    [Fact]
    public void Draw_MinimumAndMaximum_LieAtTheEdges()
    {
        var svg = LineChart.Draw(new Dictionary<string, IReadOnlyList<(double, double)>> { ["loss"] = [(0, 4), (10, 2)] });

        Assert.Contains("64.0,10.0 630.0,192.0", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Crop_IsABitmapOfItsSize()
    {
        byte[] crop = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9];

        var bytes = Convert.FromBase64String(Thumbnail.Of(crop)["data:image/bmp;base64,".Length..]);

        Assert.Equal("BM"u8.ToArray(), bytes[..2]);
        Assert.Equal([0, 0, 255, 0, 255, 0], bytes[54..60]); // blue, green, red of the first two pixels
        Assert.Equal(54 + 2 * 8, bytes.Length); // rows are padded to 4 bytes
    }
}
