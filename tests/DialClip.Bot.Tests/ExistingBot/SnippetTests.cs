using System.Text.Json;
using System.Text.RegularExpressions;
using DialClip.Experiments.Assignment;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The code blocks of the documents are those that these tests compile.</summary>
public sealed partial class SnippetTests
{
    private static readonly string Folder = Path.Combine(
        RepositoryPaths.Root,
        "tests",
        "DialClip.Bot.Tests",
        "ExistingBot"
    );

    private static readonly HashSet<string> Sections =
    [
        .. JsonDocument
            .Parse(File.ReadAllBytes(Path.Combine(RepositoryPaths.Root, "appsettings.json")))
            .RootElement.GetProperty("DialClip")
            .EnumerateObject()
            .Select(section => section.Name),
    ];

    public static TheoryData<string> Documents =>
        ["docs/plugging-in.md", "bot/DialClip.Bot/README.md", "bot/DialClip.Bot.Storage.Blobs/README.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void CSharpBlocks_EveryLine_StandsInTheTestsSource(string document)
    {
        var source = string.Concat(
            new[] { "Snippets.cs", "Startup.cs", "AdapterWithErrorHandler.cs", "FormGate.cs" }.Select(file =>
                "\n" + Lines(File.ReadAllText(Path.Combine(Folder, file))) + "\n"
            )
        );
        var blocks = GetBlocks(document, "csharp").ToList();

        Assert.NotEmpty(blocks);
        // A comment parts a block into pieces that belong to different places.
        Assert.All(
            blocks.SelectMany(block => Comment().Split(block)).Select(Lines).Where(piece => piece.Length > 0),
            piece => Assert.Contains("\n" + piece + "\n", source, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void JsonBlocks_EverySetting_IsTaken()
    {
        var blocks = GetBlocks("docs/plugging-in.md", "json").ToList();

        Assert.NotEmpty(blocks);
        Assert.All(
            blocks,
            block =>
            {
                var builder = WebApplication.CreateEmptyBuilder(new());
                builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(block)));
                Assert.Subset(
                    Sections,
                    (HashSet<string>)
                        [.. builder.Configuration.GetSection("DialClip").GetChildren().Select(each => each.Key)]
                );
                Snippets.Register(builder);
                builder.Services.BuildServiceProvider().GetRequiredService<IStartupValidator>().Validate();
            }
        );
    }

    [Theory]
    [InlineData("models/stickers-three-turns", null)]
    [InlineData("models/another", "'models/stickers-three-turns', which is not loaded")]
    public async Task ExperimentBlock_BothHeadsLoaded_CanRun(string second, string? problem)
    {
        var block = Assert.Single(GetBlocks("docs/experiments.md", "json"));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{{{block}}}")));
        builder.Configuration["DialClip:Model:Heads:0"] = "models/stickers";
        builder.Configuration["DialClip:Model:Heads:1"] = second;
        Snippets.Register(builder);
        using var services = builder.Services.BuildServiceProvider();

        var error = Record.Exception(() => services.GetRequiredService<IStartupValidator>().Validate());

        if (problem is not null)
        {
            Assert.Contains(
                problem,
                Assert.IsType<OptionsValidationException>(error).Message,
                StringComparison.Ordinal
            );
            return;
        }
        Assert.Null(error);
        var variants = new HashSet<string>();
        for (var number = 0; number < 20; number++)
        {
            var unit = new ExperimentUnit("user", $"test\n{number}");
            var assignment = await services.GetRequiredService<VariantAssigner>().AssignAsync(unit, default);
            variants.Add(assignment.Variant);
        }
        Assert.Equal(["control", "treatment"], variants.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> GetBlocks(string document, string language) =>
        MarkdownCode.Read(document).Where(block => block.Language == language).Select(block => block.Code);

    private static string Lines(string text) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("^ *// .*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
