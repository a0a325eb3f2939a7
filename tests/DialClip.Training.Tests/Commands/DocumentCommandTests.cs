using DialClip.Training.Commands;
using DialClip.Training.Terminal;

namespace DialClip.Training.Tests.Commands;

/// <summary>
/// The commands of the documents are commands of the program and of build.sh, with options that exist.
/// </summary>
public sealed class DocumentCommandTests
{
    public static TheoryData<string> Documents =>
        [
            "README.md",
            "CONTRIBUTING.md",
            .. Directory
                .EnumerateFiles(Path.Combine(RepositoryPaths.Root, "docs"), "*.md")
                .Select(file => "docs/" + Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Dialclip_EveryCommand_IsParsed(string document)
    {
        var (root, _) = CommandRunner.CreateCommands(
            TextWriter.Null,
            new LineProgress(TextWriter.Null, TimeProvider.System)
        );

        Assert.All(
            MarkdownCode.ReadCommands(document, "dialclip"),
            words => Assert.Empty(root.Parse(words[1..]).Errors.Select(error => error.Message))
        );
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void BuildScript_EveryCommand_IsListed(string document)
    {
        var usage = File.ReadLines(Path.Combine(RepositoryPaths.Root, "build.sh"))
            .SkipWhile(line => !line.StartsWith("Usage:", StringComparison.Ordinal))
            .TakeWhile(line => line != "TEXT")
            .Select(line => line.Trim().Split(' ')[0])
            .ToHashSet(StringComparer.Ordinal);

        Assert.Contains("test", usage);
        Assert.All(MarkdownCode.ReadCommands(document, "./build.sh"), words => Assert.Contains(words[1], usage));
    }

    [Fact]
    public void Documents_CommandsOfBoth_AreFound()
    {
        Assert.NotEmpty(MarkdownCode.ReadCommands("docs/operations.md", "dialclip"));
        Assert.NotEmpty(MarkdownCode.ReadCommands("README.md", "./build.sh"));
    }
}
