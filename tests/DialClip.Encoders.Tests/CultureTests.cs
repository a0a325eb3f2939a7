using DialClip.Encoders.Imaging;

namespace DialClip.Encoders.Tests;

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

        Assert.Contains(
            "2,000 bytes; at most 1,024 are accepted",
            Assert
                .Throws<ImageFormatException>(() =>
                    ImageDecoder.Decode(new byte[2000], new ImageLimits(MaxBytes: 1024))
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "logits (-1.5, NaN, 0.25)",
            Assert
                .Throws<InvalidDataException>(() => IntentProbabilities.FromLogits([-1.5f, float.NaN, 0.25f]))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Mean [0.5, 0.25] and deviation [-1]",
            Assert.Throws<ArgumentException>(() => new ImagePreprocessor(224, [0.5f, 0.25f], [-1])).Message,
            StringComparison.Ordinal
        );
    }
}
