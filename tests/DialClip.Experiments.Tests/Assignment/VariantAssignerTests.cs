using DialClip.Artifacts.Format;
using DialClip.Experiments.Assignment;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Experiments.Tests.Assignment;

public sealed class VariantAssignerTests
{
    private const int Units = 2000;

    [Fact]
    public async Task Assign_HalfAndHalf_SplitsUnitsEvenlyAndForGood()
    {
        var (sut, again) = (CreateSut(Split()), CreateSut(Split()));
        var control = 0;

        for (var number = 0; number < Units; number++)
        {
            var unit = new ExperimentUnit("user", $"user-{number}");
            var assignment = await sut.AssignAsync(unit, CancellationToken.None);
            Assert.Equal(assignment, await again.AssignAsync(unit, CancellationToken.None));
            Assert.Equal(AssignmentReasons.Percentile, assignment.Reason);
            control += assignment.Variant == "control" ? 1 : 0;
        }

        // Four standard deviations of a fair coin.
        Assert.InRange(control, Units / 2 - 4 * Math.Sqrt(Units) / 2, Units / 2 + 4 * Math.Sqrt(Units) / 2);
    }

    [Fact]
    public async Task Assign_Treatment_CarriesItsHeadAndThresholds()
    {
        var settings = Split();
        settings["feature_management:feature_flags:0:allocation:percentile:0:variant"] = "treatment";

        var assignment = await CreateSut(settings).AssignAsync(new("user", "a"), CancellationToken.None);

        Assert.Equal(("treatment", "models/stickers/2"), (assignment.Variant, assignment.Settings.Head));
        Assert.Equal(
            0.25,
            assignment.Settings.ApplyTo(new() { MinScorePicture = 0.1, MinScoreText = 0.3 }).MinScorePicture
        );
        Assert.Equal(
            0.3,
            assignment.Settings.ApplyTo(new() { MinScorePicture = 0.1, MinScoreText = 0.3 }).MinScoreText
        );
    }

    [Fact]
    public void Over_ThresholdsOfAVariant_ReplaceTheHeadsOwn()
    {
        var own = new PolicyThresholds { MinConfidence = 0.1, MinMargin = 0.02 };

        Assert.Equal(
            own with
            {
                MinConfidence = 0.4,
            },
            (VariantSettings.None with { MinConfidence = 0.4 }).ApplyTo(own)
        );
        Assert.Equal(own with { MinMargin = 0.3 }, (VariantSettings.None with { MinMargin = 0.3 }).ApplyTo(own));
        Assert.Equal(own, VariantSettings.None.ApplyTo(own));
    }

    [Fact]
    public async Task Assign_ConfidenceAndMargin_AreReadFromTheVariant()
    {
        var settings = Split();
        settings["feature_management:feature_flags:0:allocation:percentile:0:variant"] = "treatment";
        settings["feature_management:feature_flags:0:variants:1:configuration_value:MinConfidence"] = "0.35";
        settings["feature_management:feature_flags:0:variants:1:configuration_value:MinMargin"] = "0.05";

        var assignment = await CreateSut(settings).AssignAsync(new("user", "a"), CancellationToken.None);

        Assert.Equal((0.35, 0.05), (assignment.Settings.MinConfidence, assignment.Settings.MinMargin));
    }

    [Fact]
    public async Task Assign_NoFeature_IsTheDefaultWithItsReason()
    {
        var assignment = await CreateSut([]).AssignAsync(new("user", "a"), CancellationToken.None);

        Assert.Equal(
            (VariantAssigner.DefaultVariant, AssignmentReasons.NoExperiment, VariantSettings.None),
            (assignment.Variant, assignment.Reason, assignment.Settings)
        );
    }

    [Fact]
    public async Task Assign_FeatureSwitchedOff_SaysDisabled()
    {
        var settings = Split();
        settings["feature_management:feature_flags:0:enabled"] = "false";

        Assert.Equal(
            AssignmentReasons.Disabled,
            (await CreateSut(settings).AssignAsync(new("user", "a"), CancellationToken.None)).Reason
        );
    }

    [Fact]
    public async Task Assign_SettingsMadeBadWhileRunning_KeepsThoseBeforeAndSaysSoOnce()
    {
        const string MinScore = "feature_management:feature_flags:0:variants:0:configuration_value:MinScorePicture";
        var logs = new FakeLoggerProvider();
        var services = Services(OneVariant("0.5"), logs);
        var (sut, configuration) = (
            services.GetRequiredService<VariantAssigner>(),
            (IConfigurationRoot)services.GetRequiredService<IConfiguration>()
        );
        await sut.AssignAsync(new("user", "a"), CancellationToken.None);

        configuration[MinScore] = "high";
        configuration.Reload();
        for (var time = 0; time < 3; time++)
            Assert.Equal(("only", 0.5), await AssignedAsync());
        Assert.Contains(
            "'high'",
            Assert.Single(logs.Lines, line => line.Level == LogLevel.Error).Message,
            StringComparison.Ordinal
        );

        configuration[MinScore] = "0.7";
        configuration.Reload();
        Assert.Equal(("only", 0.7), await AssignedAsync());
        configuration[MinScore] = "high";
        configuration.Reload();
        Assert.Equal(("only", 0.7), await AssignedAsync());
        Assert.Equal(2, logs.Lines.Count(line => line.Level == LogLevel.Error));

        async Task<(string, double?)> AssignedAsync()
        {
            var assignment = await sut.AssignAsync(new("user", "a"), CancellationToken.None);
            return (assignment.Variant, assignment.Settings.MinScorePicture);
        }
    }

    [Fact]
    public async Task Assign_SettingsThatNeverWereGood_IsTheDefaultWithItsReason()
    {
        var logs = new FakeLoggerProvider();
        var sut = Services(OneVariant("high"), logs).GetRequiredService<VariantAssigner>();

        for (var time = 0; time < 2; time++)
        {
            var assignment = await sut.AssignAsync(new("user", "a"), CancellationToken.None);
            Assert.Equal(
                (VariantAssigner.DefaultVariant, AssignmentReasons.VariantInvalid, VariantSettings.None),
                (assignment.Variant, assignment.Reason, assignment.Settings)
            );
        }

        Assert.Single(logs.Lines, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Assign_WithAKey_HashesUnitsUnderIt()
    {
        var settings = OneVariant("0.5");
        var key = new ExperimentOptions { UnitKey = Convert.ToBase64String(new byte[16]) };

        var assignment = await Services(settings, options: key)
            .GetRequiredService<VariantAssigner>()
            .AssignAsync(new("user", "a"), CancellationToken.None);

        Assert.Equal(new UnitHasher(Options.Create(key)).Hash(new("user", "a")), assignment.UnitHash);
        Assert.NotEqual(new ExperimentUnit("user", "a").Hash, assignment.UnitHash);
    }

    [Fact]
    public void Hash_OfAUnit_HidesItsId()
    {
        Assert.Equal(new ExperimentUnit("user", "a").Hash, new ExperimentUnit("user", "a").Hash);
        Assert.NotEqual(new ExperimentUnit("user", "a").Hash, new ExperimentUnit("conversation", "a").Hash);
        Assert.Matches("^[0-9a-f]{32}$", new ExperimentUnit("user", "alice@example.com").Hash);
    }

    private static Dictionary<string, string?> Split() =>
        new()
        {
            ["feature_management:feature_flags:0:enabled"] = "true",
            ["feature_management:feature_flags:0:id"] = "DialClip.Retrieval",
            ["feature_management:feature_flags:0:variants:0:name"] = "control",
            ["feature_management:feature_flags:0:variants:1:name"] = "treatment",
            ["feature_management:feature_flags:0:variants:1:configuration_value:Head"] = "models/stickers/2",
            ["feature_management:feature_flags:0:variants:1:configuration_value:MinScorePicture"] = "0.25",
            ["feature_management:feature_flags:0:allocation:percentile:0:variant"] = "control",
            ["feature_management:feature_flags:0:allocation:percentile:0:from"] = "0",
            ["feature_management:feature_flags:0:allocation:percentile:0:to"] = "50",
            ["feature_management:feature_flags:0:allocation:percentile:1:variant"] = "treatment",
            ["feature_management:feature_flags:0:allocation:percentile:1:from"] = "50",
            ["feature_management:feature_flags:0:allocation:percentile:1:to"] = "100",
        };

    private static Dictionary<string, string?> OneVariant(string minScore) =>
        new()
        {
            ["feature_management:feature_flags:0:id"] = "DialClip.Retrieval",
            ["feature_management:feature_flags:0:enabled"] = "true",
            ["feature_management:feature_flags:0:variants:0:name"] = "only",
            ["feature_management:feature_flags:0:variants:0:configuration_value:MinScorePicture"] = minScore,
            ["feature_management:feature_flags:0:allocation:default_when_enabled"] = "only",
        };

    private static ServiceProvider Services(
        Dictionary<string, string?> settings,
        FakeLoggerProvider? logs = null,
        ExperimentOptions? options = null
    )
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddProvider(logs ?? new FakeLoggerProvider()))
            .AddDialClipExperiments(
                configuration.GetSection("DialClip"),
                baseFolder: null,
                _ => ["models/stickers", "models/stickers/2"]
            );
        return services.AddSingleton(Options.Create(options ?? new ExperimentOptions())).BuildServiceProvider();
    }

    private static VariantAssigner CreateSut(Dictionary<string, string?> settings) =>
        Services(settings).GetRequiredService<VariantAssigner>();
}
