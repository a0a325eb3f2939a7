using DialClip.Artifacts.Format;

namespace DialClip.Artifacts.Tests;

/// <summary>The library in hosts whose culture writes 1.5 as 1,5, 1,024 as 1.024 or -1 with U+2212.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void Messages_OtherCulture_HaveNumbersAsFilesHaveThem(string culture)
    {
        using var scope = new CultureScope(culture);

        Assert.Equal(
            ["width is -1.5, expected more than 0", "mlp is -2, expected 0 or more", "rate is 1.25, expected 0.5 to 1"],
            [
                .. PropertyErrors.NotPositive(("width", -1.5)),
                .. PropertyErrors.Negative(("mlp", -2)),
                .. PropertyErrors.OutsideRange("rate", 1.25, 0.5, 1),
            ]
        );
        Assert.Contains(
            "a mean of 0.5 and a worst of 0.25, expected 0.75 to 1",
            Assert.Single(new CosineProperties(0.5, 0.25, 0.75).Validate()),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is 0.5, expected 0 to the tolerance of 0.25",
            Assert.Single(new ParityProperties(0.5, 0.25).Validate()),
            StringComparison.Ordinal
        );
    }
}
