using System.ComponentModel.DataAnnotations;
using DialClip.Bot.Media;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.Media;

public sealed class MediaOptionsTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData("")]
    [InlineData("https://bot.example/media/")]
    [InlineData("https://bot.example:8443")]
    [InlineData("http://localhost:5000/media/")]
    [InlineData("http://127.0.0.1:5000/media/")]
    [InlineData("http://[::1]:5000/")]
    public void Validate_AddressThatChannelsReach_IsTaken(string address) =>
        Assert.Empty(Problems(new() { BaseUrl = address }));

    [Theory]
    [InlineData("http://bot.example/media/")]
    [InlineData("http://10.0.0.1/media/")]
    [InlineData("ftp://bot.example/")]
    [InlineData("/media/")]
    [InlineData("bot.example/media")]
    [InlineData("https://bot.example/media/?key=1")]
    [InlineData("https://bot.example/#media")]
    [InlineData("https://user:word@bot.example/")]
    public void Validate_OtherAddress_IsNamedWithWhatIsExpected(string address)
    {
        var problem = Assert.Single(Problems(new() { BaseUrl = address }));

        Assert.Contains($"'BaseUrl' is '{address}', expected an https address", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Keys_AreJudgedWithoutBeingShown()
    {
        var shortKey = Convert.ToBase64String(new byte[31]);

        Assert.Empty(Problems(new() { SigningKey = Key, PreviousSigningKey = Key }));
        Assert.Contains(
            "'SigningKey' has 44 characters, expected base64 of at least 32 random bytes",
            Assert.Single(Problems(new() { SigningKey = shortKey })),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "not*base64",
            Assert.Single(Problems(new() { SigningKey = "not*base64" })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no 'SigningKey'",
            Assert.Single(Problems(new() { PreviousSigningKey = Key })),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Start_SeveralAreWrong_NamesAllOfThem()
    {
        var wrong = new Dictionary<string, string?>
        {
            ["DialClip:Media:BaseUrl"] = "http://bot.example/",
            ["DialClip:Media:SigningKey"] = "abc",
            ["DialClip:Media:PreviousSigningKey"] = "def",
            ["DialClip:Media:LinkLifetime"] = "366.00:00:00",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(wrong).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddDialClip(configuration.GetSection("DialClip"));

        var error = Assert.Throws<OptionsValidationException>(() =>
            services.BuildServiceProvider().GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.All(wrong.Keys, name => Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal));
    }

    private static List<string> Problems(MediaOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), results, validateAllProperties: true);
        return [.. results.Select(result => result.ErrorMessage!)];
    }
}
