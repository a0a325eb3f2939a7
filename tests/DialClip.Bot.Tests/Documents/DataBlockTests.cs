using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DialClip.Bot.Tests.Documents;

/// <summary>Every block of YAML, JSON or XML in the documents is well-formed: people copy them.</summary>
public sealed partial class DataBlockTests
{
    [Theory]
    [MemberData(nameof(LinkTests.Documents), MemberType = typeof(LinkTests))]
    public void DataBlocks_OfADocument_AreWellFormed(string document)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, document));

        Assert.Empty(FindBlocks(text).Select(block => FindError(block.Language, block.Text)).OfType<string>());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("xml")]
    [InlineData("yaml")]
    public void Documents_OfTheRepository_HaveBlocksToCheck(string language) =>
        Assert.Contains(
            LinkTests.Documents.AsEnumerable<object[]>(),
            row =>
                FindBlocks(File.ReadAllText(Path.Combine(RepositoryPaths.Root, (string)row[0])))
                    .Any(block => block.Language == language)
        );

    [Theory]
    [InlineData("json", """{ "one": 1 }""", false)]
    [InlineData("json", """{ "one": 1, }""", true)]
    [InlineData("json", """{ "one": 1, "one": 2 }""", true)]
    [InlineData("xml", "<one /><two></two>", false)]
    [InlineData("xml", "<one>", true)]
    [InlineData("yaml", "one: { two: [three] }", false)]
    [InlineData("yaml", "one: { two: [three }", true)]
    [InlineData("yaml", "one: 1\none: 2", true)]
    public void FindError_Block_IsNamedWhereItIsBroken(string language, string text, bool isBroken) =>
        Assert.Equal(isBroken, FindError(language, text) is not null);

    [Fact]
    public void Pipelines_OfTheCollectorsSettings_NameWhatIsDeclared()
    {
        var operations = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "operations.md"));
        var settings = Assert.Single(FindBlocks(operations), block => block.Language == "yaml");
        var root = ReadYaml(settings.Text);

        foreach (var pipeline in GetMap(root, "service", "pipelines").Children.Values.Cast<YamlMappingNode>())
        foreach (var (kind, names) in pipeline.Children)
            Assert.Empty(((YamlSequenceNode)names).Children.Except(GetMap(root, kind.ToString()).Children.Keys));
    }

    private static YamlMappingNode GetMap(YamlMappingNode root, params string[] path) =>
        path.Aggregate(root, (node, key) => (YamlMappingNode)node.Children[new YamlScalarNode(key)]);

    private static string? FindError(string language, string text)
    {
        try
        {
            switch (language)
            {
                case "json":
                    // A section of the settings has no braces of its own.
                    JsonDocument
                        .Parse(
                            text.StartsWith('"') ? $"{{{text}}}" : text,
                            new JsonDocumentOptions { AllowDuplicateProperties = false }
                        )
                        .Dispose();
                    break;
                case "xml":
                    // Snippets of a project file have no root of their own.
                    XElement.Parse($"<root>{text}</root>");
                    break;
                default:
                    ReadYaml(text);
                    break;
            }
            return null;
        }
        catch (Exception error) when (error is JsonException or XmlException or YamlException)
        {
            return $"{language}: {error.Message}\n{text}";
        }
    }

    private static YamlMappingNode ReadYaml(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    private static IEnumerable<(string Language, string Text)> FindBlocks(string document) =>
        Block().Matches(document).Select(block => (block.Groups["language"].Value, block.Groups["text"].Value));

    [GeneratedRegex(
        "^ *```(?<language>json|xml|yaml)\r?\n(?<text>.*?)^ *```",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Block();
}
