using DialClip.Experiments.Assignment;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Experiments.Tests.Settings;

/// <summary>Whom an experiment is for: named units, audiences, time windows. Variant and reason always fit.</summary>
public sealed class ConditionsTests
{
    private const string Flag = "DialClip:feature_management:feature_flags:0";

    private static readonly ExperimentUnit Ann = new("user", "msteams\n29:ann");
    private static readonly ExperimentUnit Bob = new("user", "msteams\n29:bob");

    [Theory]
    [InlineData("29:ann")]
    [InlineData("msteams/29:ann")]
    [InlineData("hash")]
    public async Task Allocation_NamesAUser_GivesThemTheVariant(string name)
    {
        var sut = CreateSut(
            ("allocation:user:0:variant", "treatment"),
            ("allocation:user:0:users:0", name == "hash" ? Ann.Hash : name),
            ("allocation:percentile:0:variant", "control"),
            ("allocation:percentile:0:from", "0"),
            ("allocation:percentile:0:to", "100")
        );

        Assert.Equal(("treatment", AssignmentReasons.User), await AssignAsync(sut, Ann));
        Assert.Equal(("control", AssignmentReasons.Percentile), await AssignAsync(sut, Bob));
        // Somebody else of the same id on another channel is meant by the id alone.
        Assert.Equal(
            name == "29:ann" ? "treatment" : "control",
            (await AssignAsync(sut, new("user", "webchat\n29:ann"))).Variant
        );
    }

    [Fact]
    public async Task Targeting_NamesUsers_IsForThemAlone()
    {
        var sut = CreateSut(
            ("conditions:client_filters:0:name", "Microsoft.Targeting"),
            ("conditions:client_filters:0:parameters:Audience:Users:0", "29:ann"),
            ("conditions:client_filters:0:parameters:Audience:DefaultRolloutPercentage", "0"),
            ("allocation:default_when_enabled", "treatment"),
            ("allocation:default_when_disabled", "control")
        );

        Assert.Equal(("treatment", AssignmentReasons.Default), await AssignAsync(sut, Ann));
        Assert.Equal(("control", AssignmentReasons.Disabled), await AssignAsync(sut, Bob));
    }

    [Fact]
    public async Task Targeting_ExcludesUsers_IsForAllOthers()
    {
        var sut = CreateSut(
            ("conditions:client_filters:0:name", "Targeting"),
            ("conditions:client_filters:0:parameters:Audience:DefaultRolloutPercentage", "100"),
            ("conditions:client_filters:0:parameters:Audience:Exclusion:Users:0", "29:ann"),
            ("allocation:default_when_enabled", "treatment")
        );

        Assert.Equal((VariantAssigner.DefaultVariant, AssignmentReasons.Disabled), await AssignAsync(sut, Ann));
        Assert.Equal(("treatment", AssignmentReasons.Default), await AssignAsync(sut, Bob));
    }

    [Fact]
    public async Task Targeting_Rollout_IsAFunctionOfTheUnit()
    {
        var sut = CreateSut(
            ("conditions:client_filters:0:name", "Microsoft.Targeting"),
            ("conditions:client_filters:0:parameters:Audience:DefaultRolloutPercentage", "50"),
            ("allocation:default_when_enabled", "treatment")
        );
        var enabled = 0;

        for (var number = 0; number < 200; number++)
        {
            var unit = new ExperimentUnit("user", $"test\n{number}");
            var first = await AssignAsync(sut, unit);
            Assert.Equal(first, await AssignAsync(sut, unit));
            Assert.Equal(first.Variant == "treatment" ? "default" : "disabled", first.Reason);
            enabled += first.Variant == "treatment" ? 1 : 0;
        }

        Assert.InRange(enabled, 70, 130);
    }

    [Fact]
    public async Task TimeWindow_FollowsTheClock()
    {
        var time = new FakeTimeProvider(new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        var sut = CreateSut(
            time,
            ("conditions:client_filters:0:name", "Microsoft.TimeWindow"),
            ("conditions:client_filters:0:parameters:Start", "Sat, 02 May 2026 00:00:00 GMT"),
            ("conditions:client_filters:0:parameters:End", "Sun, 03 May 2026 00:00:00 GMT"),
            ("allocation:default_when_enabled", "treatment")
        );
        var reasons = new List<string>();

        for (var day = 0; day < 3; day++)
        {
            reasons.Add((await AssignAsync(sut, Ann)).Reason);
            time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([AssignmentReasons.Disabled, AssignmentReasons.Default, AssignmentReasons.Disabled], reasons);
    }

    [Fact]
    public async Task Variant_OfAShareAndOfTheRest_HasTheReasonOfTheUnit()
    {
        // The same variant for both, so that its name alone does not tell the reason.
        var sut = CreateSut(
            ("allocation:default_when_enabled", "treatment"),
            ("allocation:percentile:0:variant", "treatment"),
            ("allocation:percentile:0:from", "0"),
            ("allocation:percentile:0:to", "50")
        );
        var reasons = new List<string>();

        for (var number = 0; number < 100; number++)
            reasons.Add((await AssignAsync(sut, new("user", $"test\n{number}"))).Reason);

        Assert.InRange(reasons.Count(reason => reason == AssignmentReasons.Percentile), 30, 70);
        Assert.All(reasons, reason => Assert.Contains(reason, new[] { "percentile", "default" }));
    }

    [Fact]
    public async Task StatusOverride_OfAVariant_ChangesNoReason()
    {
        var sut = CreateSut(
            ("variants:1:status_override", "Disabled"),
            ("allocation:percentile:0:variant", "treatment"),
            ("allocation:percentile:0:from", "0"),
            ("allocation:percentile:0:to", "100")
        );

        Assert.Equal(("treatment", AssignmentReasons.Percentile), await AssignAsync(sut, Ann));
    }

    private static async Task<(string Variant, string Reason)> AssignAsync(VariantAssigner sut, ExperimentUnit unit)
    {
        var assignment = await sut.AssignAsync(unit, CancellationToken.None);
        return (assignment.Variant, assignment.Reason);
    }

    private static VariantAssigner CreateSut(params (string Key, string Value)[] settings) =>
        CreateSut(new FakeTimeProvider(), settings);

    private static VariantAssigner CreateSut(TimeProvider time, params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] common =
        [
            ("id", "DialClip.Retrieval"),
            ("enabled", "true"),
            ("variants:0:name", "control"),
            ("variants:1:name", "treatment"),
        ];
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                common
                    .Concat(settings)
                    .Select(setting => KeyValuePair.Create($"{Flag}:{setting.Key}", (string?)setting.Value))
            )
            .Build();
        // Neither a host nor an IConfiguration.
        return new ServiceCollection()
            .AddSingleton(time)
            .AddLogging()
            .AddDialClipExperiments(configuration.GetSection("DialClip"), baseFolder: null, _ => null)
            .BuildServiceProvider()
            .GetRequiredService<VariantAssigner>();
    }
}
