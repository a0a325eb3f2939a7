using System.Text;
using DialClip.Experiments.Assignment;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Experiments.Tests.Settings;

/// <summary>Settings of an experiment that could not run, or not as they look, are refused.</summary>
public sealed class ExperimentSettingsTests
{
    private const string Variants = """
        "variants": [
          { "name": "control", "configuration_value": { "MinScorePicture": -1 } },
          { "name": "treatment", "configuration_value": { "MinScorePicture": -1, "TextMargin": 0.5 } }
        ]
        """;

    private const string Halves = """
        "percentile": [
          { "variant": "control", "from": 0, "to": 50 },
          { "variant": "treatment", "from": 50, "to": 100 }
        ]
        """;

    private const string Path = "DialClip:feature_management:feature_flags:0";

    [Theory]
    [InlineData(
        """{ "variant": "control", "from": 50, "to": 150 }""",
        ":to' is '150', expected a number from 0 to 100"
    )]
    [InlineData(
        """{ "variant": "control", "from": -1, "to": 50 }""",
        ":from' is '-1', expected a number from 0 to 100"
    )]
    [InlineData("""{ "variant": "control", "from": 50, "to": 0 }""", "' is from 50 to 0, a share of nobody")]
    [InlineData("""{ "variant": "control", "from": 50, "to": 50 }""", "' is from 50 to 50, a share of nobody")]
    [InlineData("""{ "variant": "control", "from": "0%", "to": 50 }""", ":from' is '0%', expected a number")]
    [InlineData("""{ "variant": "control", "from": "0,5", "to": 50 }""", ":from' is '0,5', expected a number")]
    [InlineData("""{ "variant": "control", "from": "NaN", "to": 50 }""", ":from' is 'NaN', expected a number")]
    [InlineData("""{ "variant": "control", "to": 50 }""", ":from' is '', expected a number")]
    [InlineData(
        """{ "variant": "treatmnt", "from": 0, "to": 50 }""",
        "names variant 'treatmnt'",
        "Did you mean 'treatment'?"
    )]
    [InlineData("""{ "from": 0, "to": 50 }""", ":variant' is empty")]
    [InlineData("""{ "variant": "control", "form": 0, "from": 0, "to": 50 }""", ":form' is not a setting", "'from'?")]
    public void Share_ThatCannotBe_IsRefused(string share, params string[] parts)
    {
        var problem = Assert.Single(Validate($$"""{{Variants}}, "allocation": { "percentile": [ {{share}} ] }"""));

        Assert.StartsWith($"'{Path}:allocation:percentile:0", problem, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Shares_ThatOverlap_AreRefusedWithBoth()
    {
        var problem = Assert.Single(
            Validate(
                $$"""
                {{Variants}}, "allocation": { "percentile": [
                  { "variant": "treatment", "from": 40, "to": 100 }, { "variant": "control", "from": 0, "to": 60 }
                ] }
                """
            )
        );

        Assert.StartsWith("40 to 60 is given twice", problem, StringComparison.Ordinal);
        Assert.Contains("percentile:0'", problem, StringComparison.Ordinal);
        Assert.Contains("percentile:1'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "Microsoft.Percentage", "parameters": { "Value": 50 } }""", "draws anew", "percentile")]
    [InlineData("""{ "name": "Percentage", "parameters": { "Value": 50 } }""", "draws anew")]
    [InlineData("""{ "name": "Contoso.Region" }""", "'Contoso.Region', but there is no such filter")]
    [InlineData("""{ "parameters": {} }""", ":name' is empty")]
    [InlineData("""{ "name": "Microsoft.TimeWindow" }""", "neither 'Start' nor 'End'")]
    [InlineData(
        """{ "name": "Microsoft.TimeWindow", "parameters": { "Start": "2026-02-30" } }""",
        ":Start' is '2026-02-30', expected a time"
    )]
    [InlineData(
        """{ "name": "TimeWindow", "parameters": { "Start": "2026-03-01", "End": "2026-02-01" } }""",
        "not after 'Start'"
    )]
    [InlineData(
        """
            {
              "name": "Microsoft.TimeWindow",
              "parameters": {
                "Start": "2026-02-01", "End": "2026-02-02",
                "Recurrence": { "Pattern": { "Type": "Sometimes" }, "Range": { "Type": "NoEnd" } }
              }
            }
            """,
        ":Recurrence:Pattern:Type' is 'Sometimes', expected one of 'Daily', 'Weekly'"
    )]
    [InlineData(
        """
            {
              "name": "Microsoft.TimeWindow",
              "parameters": {
                "Start": "2026-02-01", "End": "2026-02-02",
                "Recurrence": { "Pattern": { "Type": "Daily", "Intervall": 2 }, "Range": { "Type": "NoEnd" } }
              }
            }
            """,
        ":Pattern:Intervall' is not a setting",
        "Did you mean 'Interval'?"
    )]
    [InlineData(
        """
            {
              "name": "Microsoft.TimeWindow",
              "parameters": {
                "Start": "2026-02-01", "End": "2026-02-02",
                "Recurrence": { "Pattern": { "Type": "Weekly" }, "Range": { "Type": "NoEnd" } }
              }
            }
            """,
        "cannot be evaluated for a unit"
    )]
    [InlineData(
        """{ "name": "TimeWindow", "parameters": { "Start": [ "2026-02-01" ], "End": "2027-02-01" } }""",
        ":Start' is a section or a list, expected one value"
    )]
    [InlineData("""{ "name": "Microsoft.Targeting" }""", ":Audience' is empty")]
    [InlineData(
        """{ "name": "Microsoft.Targeting", "parameters": { "Audience": { "DefaultRolloutPercentage": 130 } } }""",
        "'130', expected a number from 0 to 100"
    )]
    [InlineData(
        """
            {
              "name": "Microsoft.Targeting",
              "parameters": { "Audience": { "Groups": [ { "Name": "beta", "RolloutPercentage": 100 } ] } }
            }
            """,
        "units have no groups"
    )]
    public void Filter_ThatCannotWork_IsRefused(string filter, params string[] parts)
    {
        var problem = Assert.Single(
            Validate(
                $$"""
                {{Variants}}, "allocation": { {{Halves}} },
                "conditions": { "client_filters": [ { "name": "AlwaysOn" }, {{filter}} ] }
                """
            )
        );

        Assert.StartsWith($"'{Path}", problem, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "default_when_enabled": "treatmnt" }""", "default_when_enabled' names variant 'treatmnt'")]
    [InlineData("""{ "default_when_disabled": "Control" }""", "default_when_disabled' names variant 'Control'")]
    [InlineData("""{ "user": [ { "variant": "treatmnt", "users": [ "u" ] } ] }""", "names variant 'treatmnt'")]
    [InlineData("""{ "user": [ { "variant": "control", "users": [ "u", "" ] } ] }""", "users:1' is empty")]
    [InlineData("""{ "user": "u" }""", "user' is 'u', expected a list")]
    [InlineData(
        """
            { "user": [ { "variant": "control", "users": [ "u" ] }, { "variant": "treatment", "users": [ "u" ] } ] }
            """,
        "names 'u', who has a variant already"
    )]
    [InlineData("""{ "group": [ { "variant": "control", "groups": [ "beta" ] } ] }""", "units have no groups")]
    [InlineData("""{ "percentil": [] }""", "percentil' is not a setting", "Did you mean 'percentile'?")]
    [InlineData("\"half\"", "allocation' is 'half', expected an object")]
    [InlineData("""{ "seed": { "a": 1 } }""", "seed' is a section or a list, expected one value")]
    [InlineData("""{ "default_when_enabled": [ "control" ] }""", "default_when_enabled' is a section or a list")]
    public void Allocation_OfWhatIsNotThere_IsRefused(string allocation, params string[] parts)
    {
        var problem = Assert.Single(Validate($$"""{{Variants}}, "allocation": {{allocation}}"""));

        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"MinConfidence\": 70", "'MinConfidence' is '70', expected a number from 0 to 1")]
    [InlineData("\"SilenceProbability\": 1.1", "'SilenceProbability' is '1.1', expected a number from 0 to 1")]
    [InlineData("\"MinScorePicture\": 30", "'MinScorePicture' is '30', expected a number from -1 to 1")]
    [InlineData("\"MinScoreText\": -2", "'MinScoreText' is '-2', expected a number from -1 to 1")]
    [InlineData("\"TextMargin\": 5", "'TextMargin' is '5', expected a number from -2 to 2")]
    [InlineData("\"MinMargin\": -0.1", "'MinMargin' is '-0.1', expected a number from 0 to 2")]
    [InlineData("\"MinMargin\": { \"a\": 1 }", "'MinMargin' is '', expected a number")]
    [InlineData("\"MinScorPicture\": 0.1", "'MinScorPicture' is not a setting", "probably MinScorePicture")]
    [InlineData("\"Head\": \"models/none\"", "'models/none', which is not loaded; loaded are 'models/stickers'")]
    public void Variant_ValueThatCannotBe_IsRefused(string value, params string[] parts)
    {
        var problem = Assert.Single(
            Validate(
                $$"""
                "variants": [ { "name": "control", "configuration_value": { {{value}} } } ],
                "allocation": { "default_when_enabled": "control" }
                """
            )
        );

        Assert.Contains("'control'", problem, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Variants_OfOneName_AreRefused() =>
        Assert.Contains(
            "'control', which is the name of an earlier variant",
            Assert.Single(
                Validate(
                    """
                    "variants": [ { "name": "control" }, { "name": "control" } ],
                    "allocation": { "default_when_enabled": "control" }
                    """
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Everything_WrongAtOnce_IsNamedAtOnce()
    {
        var problems = Validate(
            """
            "enabled": "perhaps",
            "varaints": [],
            "variants": [
              { "name": "control", "configuration_value": { "MinScor": 0.2 } },
              { "name": "treatment", "configuration_value": { "Head": "models/none", "MinScoreText": "high" } },
              { "name": "third", "configuration_value": { "Head": "models/nobody" } }
            ],
            "allocation": {
              "default_when_enabled": "fourth",
              "percentile": [ { "variant": "fifth", "from": 0, "to": 101 } ]
            },
            "conditions": { "requirement_type": "Some", "client_filters": [ { "name": "Contoso.Region" } ] }
            """
        );

        string[] parts =
        [
            "'perhaps'",
            "varaints'",
            "'MinScor'",
            "'high'",
            "'models/nobody'",
            "'fourth'",
            "'fifth'",
            "'101'",
            "'Some'",
            "'Contoso.Region'",
        ];
        Assert.All(parts, part => Assert.Single(problems, problem => problem.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Section_WithoutTheExperimentsFlag_IsRefusedWithTheNearest()
    {
        var problem = Assert.Single(
            Validate(
                """{ "feature_management": { "feature_flags": [ { "id": "DialClip.Retreival" } ] } }""",
                whole: true
            )
        );

        Assert.Contains("has no flag 'DialClip.Retrieval'", problem, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'DialClip.Retreival'?", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "feature_management": { "feature_flag": [] } }""", "feature_flag' is not a setting")]
    [InlineData("""{ "feature_management": { "feature_flags": [ { "enabled": true } ] } }""", ":0:id' is empty")]
    [InlineData(
        """
            {
              "feature_management": {
                "feature_flags": [ { "id": "DialClip.Retrieval" }, { "id": "DialClip.Retrieval" } ]
              }
            }
            """,
        ":1:id' is 'DialClip.Retrieval', which is the id of an earlier flag"
    )]
    public void Flags_ThatCannotBeTold_AreRefused(string settings, string part) =>
        Assert.Contains(part, Assert.Single(Validate(settings, whole: true)), StringComparison.Ordinal);

    [Fact]
    public async Task Reload_SettingsThatCannotBeUsed_KeepsThoseBeforeAndNamesAllOnce()
    {
        var logs = new FakeLoggerProvider();
        var (services, configuration) = Create($$"""{{Variants}}, "allocation": { {{Halves}} }""", logs: logs);
        var sut = services.GetRequiredService<VariantAssigner>();
        var before = await AssignAllAsync(sut);

        configuration[$"{Path}:allocation:percentile:1:to"] = "200";
        configuration[$"{Path}:variants:0:configuration_value:MinConfidence"] = "70";
        configuration[$"{Path}:conditions:client_filters:0:name"] = "Microsoft.Percentage";
        configuration.Reload();

        Assert.Equal(before, await AssignAllAsync(sut));
        var message = Assert.Single(logs.Lines, line => line.Level == LogLevel.Error).Message;
        Assert.All(
            new[] { "'200'", "'70'", "'Microsoft.Percentage'", "before the change stay in use" },
            part => Assert.Contains(part, message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Flag_InTheHostsSection_IsReadWhereThePluginHasNoneOfItsOwn()
    {
        const string Host = "feature_management:feature_flags:0";
        var (services, configuration) = Create("", whole: """{ "Replies": {} }""");
        configuration[$"{Host}:id"] = "DialClip.Retrieval";
        configuration[$"{Host}:enabled"] = "true";
        configuration[$"{Host}:variants:0:name"] = "hosts";
        configuration[$"{Host}:allocation:default_when_enabled"] = "hosts";
        var sut = services.GetRequiredService<VariantAssigner>();

        Assert.Equal("hosts", (await sut.AssignAsync(new("user", "a"), CancellationToken.None)).Variant);

        configuration[$"{Path}:id"] = "DialClip.Retrieval";
        configuration[$"{Path}:variants:0:name"] = "own";
        configuration[$"{Path}:allocation:default_when_disabled"] = "own";
        configuration.Reload();
        Assert.Equal("own", (await sut.AssignAsync(new("user", "a"), CancellationToken.None)).Variant);
    }

    [Fact]
    public void Settings_EndlessFaults_AreTenAndACount()
    {
        var shares = Enumerable.Range(0, 200).Select(i => $$"""{ "variant": "none{{i}}", "from": 0, "to": 0.5 }""");

        var problems = Validate(Variants + $$""", "allocation": { "percentile": [ {{string.Join(", ", shares)}} ] }""");

        Assert.Equal(11, problems.Count);
        Assert.StartsWith("and ", problems[^1], StringComparison.Ordinal);
        Assert.EndsWith(" more", problems[^1], StringComparison.Ordinal);
    }

    private static async Task<List<VariantAssignment>> AssignAllAsync(VariantAssigner sut)
    {
        var all = new List<VariantAssignment>();
        for (var number = 0; number < 20; number++)
            all.Add(await sut.AssignAsync(new("user", $"test\n{number}"), CancellationToken.None));
        return all;
    }

    private static List<string> Validate(string flag, bool whole = false)
    {
        var (services, _) = Create(flag, whole ? flag : null);

        var result = services.GetServices<IValidateOptions<ExperimentOptions>>().Single().Validate("", new());

        Assert.Equal("Experiment 'DialClip.Retrieval' cannot run:", result.Failures!.First());
        return [.. result.Failures!.Skip(1)];
    }

    private static (ServiceProvider Services, IConfigurationRoot Configuration) Create(
        string flag,
        string? whole = null,
        FakeLoggerProvider? logs = null
    )
    {
        var enabled = flag.Contains("\"enabled\"", StringComparison.Ordinal) ? "" : "\"enabled\": true,";
        var section =
            whole
            ?? $$"""
                { "feature_management": { "feature_flags": [ { "id": "DialClip.Retrieval", {{enabled}} {{flag}} } ] } }
                """;
        var json = $$"""{ "DialClip": {{section}} }""";
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new ConfigurationBuilder()
                    .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
                    .Build()
                    .AsEnumerable()
            )
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(new FakeTimeProvider())
            .AddLogging(logging => logging.AddProvider(logs ?? new FakeLoggerProvider()))
            .AddDialClipExperiments(configuration.GetSection("DialClip"), null, _ => ["models/stickers"])
            .BuildServiceProvider();
        return (services, configuration);
    }
}
