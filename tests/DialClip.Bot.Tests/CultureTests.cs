using System.Text.Json;
using DialClip.Bot.Tests.Bot;
using DialClip.Bot.Tests.Turns;
using DialClip.Experiments.Assignment;
using DialClip.Experiments.Events;
using Microsoft.Extensions.Configuration;

namespace DialClip.Bot.Tests;

/// <summary>The plugin in hosts whose culture writes 1.5 as 1,5 or has another lower case of I.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public async Task Turns_OtherCulture_KnowCommandsAndWriteNumbersTheSame(string culture)
    {
        using var scope = new CultureScope(culture);
        await using var sut = await TurnHarness.CreateAsync(
            new Dictionary<string, string?> { ["DialClip:Conversation:StopCommand"] = "quit" }
        );

        var answer = Assert.Single(await sut.SayAsync("hello"));
        var record = await sut.RecordAsync();
        await sut.SayAsync("QUIT!");

        Assert.Single(answer.Attachments);
        Assert.Equal(record.ToItem().Json, record.RoundTrip().ToItem().Json);
        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains("score 0.9", StringComparison.Ordinal));
        Assert.True((await sut.RecordAsync()).Stopped);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void Experiments_OtherCulture_ReadSettingsAndWriteEventsTheSame(string culture)
    {
        using var scope = new CultureScope(culture);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?> { ["value:MINCONFIDENCE"] = "0.25", ["value:TextMargin"] = "-1.5" }
            )
            .Build();

        var settings = VariantSettings.Read("large", configuration.GetSection("value"));
        var line = JsonSerializer.Serialize<ExperimentEvent>(
            new Exposure
            {
                ImpressionId = "i",
                Time = new DateTimeOffset(2026, 11, 30, 8, 5, 0, TimeSpan.FromHours(1)),
                Experiment = "heads",
                Variant = "large",
                Reason = "percentile",
                UnitHash = new ExperimentUnit("user", "INES").Hash,
                HeadDigest = "d",
                ItemId = "1F389",
                Score = -0.25,
            },
            JsonSerializerOptions.Web
        );

        Assert.Equal((0.25, -1.5), (settings.MinConfidence, settings.TextMargin));
        Assert.Contains("\"time\":\"2026-11-30T08:05:00+01:00\"", line, StringComparison.Ordinal);
        Assert.Contains("\"score\":-0.25", line, StringComparison.Ordinal);
    }
}
