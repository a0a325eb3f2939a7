using System.ComponentModel.DataAnnotations;
using DialClip.Encoders;
using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Model.Tests.Settings;

public class ValidatedSettingsTests
{
    [Fact]
    public void Value_GoodSettings_AreBound()
    {
        var options = Bind(
            ("App:count", "3"),
            ("App:Inner:Names:0", "a"),
            ("App:Inner:Names:1", "b"),
            ("App:Wait", "00:01:00"),
            ("App:Place", "cuda"),
            ("App:Shares:x", "0.5")
        );

        Assert.Equal(
            (3, TimeSpan.FromMinutes(1), ExecutionProvider.Cuda),
            (options.Count, options.Wait, options.Place)
        );
        Assert.Equal(["a", "b"], options.Inner.Names);
        Assert.Equal(0.5, options.Shares["x"]);
    }

    [Fact]
    public void Value_EndlessFaults_AreTenAndACount()
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            Bind([.. Enumerable.Range(0, 5_000).Select(i => ($"App:No{i}{new string('x', 5_000)}", "1"))])
        );

        Assert.Equal(11, error.Failures.Count());
        Assert.Equal("and 4990 more", error.Failures.Last());
        Assert.InRange(error.Message.Length, 0, 30_000);
    }

    [Fact]
    public void Value_ControlCharacters_AreNoneOfTheMessage()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(("App:Count", "1\n\u001b[31mforged")));

        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Value_ManyFaults_AreAllNamedAtOnce()
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            Bind(
                ("App:Cuont", "3"),
                ("App:Count", "99"),
                ("App:Wait", "soon"),
                ("App:Place", "Gpu"),
                ("App:Inner:Nams:0", "a"),
                ("App:Shares", "0.5"),
                ("App:Label:Sub", "x")
            )
        );

        Assert.Equal(
            [
                "'App:Count': The field Count must be between 0 and 10.",
                "'App:Cuont' is not a setting; expected one of 'Count', 'Inner', 'Label', 'Place', 'Shares', 'Wait'."
                    + " Did you mean 'Count'?",
                "'App:Inner:Nams' is not a setting; expected one of 'Names'. Did you mean 'Names'?",
                "'App:Label' is a section, but it takes a text.",
                "'App:Place' is 'Gpu', but it takes one of Cpu, Cuda.",
                "'App:Shares' is '0.5', but it takes a list.",
                "'App:Wait' is 'soon', but it takes a time span such as 00:05:00.",
            ],
            error.Failures.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void AddValidatedOptions_Twice_ListIsNotDoubled()
    {
        var section = Section(("App:Inner:Names:0", "a"));

        var options = new ServiceCollection()
            .AddValidatedOptions<Sample>(section)
            .AddValidatedOptions<Sample>(section)
            .BuildServiceProvider()
            .GetRequiredService<IOptions<Sample>>();

        Assert.Equal(["a"], options.Value.Inner.Names);
    }

    private static Sample Bind(params (string Key, string Value)[] settings) =>
        new ServiceCollection()
            .AddValidatedOptions<Sample>(Section(settings))
            .BuildServiceProvider()
            .GetRequiredService<IOptions<Sample>>()
            .Value;

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
            .Build()
            .GetSection("App");

    public sealed class Sample
    {
        [Range(0, 10)]
        public int Count { get; set; }

        public TimeSpan Wait { get; set; }

        public ExecutionProvider Place { get; set; }

        public string Label { get; set; } = "";

        public Nested Inner { get; set; } = new();

        public Dictionary<string, double> Shares { get; } = [];
    }

    public sealed class Nested
    {
        public List<string> Names { get; set; } = [];
    }
}
