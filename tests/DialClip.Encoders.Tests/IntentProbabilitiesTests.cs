namespace DialClip.Encoders.Tests;

public class IntentProbabilitiesTests
{
    [Fact]
    public void FromLogits_LargeLogits_DoNotOverflow()
    {
        var intent = IntentProbabilities.FromLogits([1000, 1000 + MathF.Log(3), -1000]);

        Assert.Equal(0.25f, intent.Picture, 1e-4f);
        Assert.Equal(0.75f, intent.Text, 1e-4f);
        Assert.Equal(0, intent.Silence);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void FromLogits_NotFinite_Throws(float logit) =>
        Assert.Throws<InvalidDataException>(() => IntentProbabilities.FromLogits([0, logit, 0]));
}
