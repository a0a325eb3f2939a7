using DialClip.Training.Commands;
using DialClip.Training.Terminal;

namespace DialClip.Training.Tests.Commands;

/// <summary>
/// The commands of the documents are commands of the program and of build.sh, with options that exist.
/// </summary>
public sealed class DocumentCommandTests
{
    private const string Script = "./build.sh";

    // Lines such as '  publish FOLDER          build the host': the words before the gap.
    private static readonly List<string[]> Usage =
    [
        .. File.ReadLines(At("build.sh"))
            .SkipWhile(line => !line.StartsWith("Usage:", StringComparison.Ordinal))
            .TakeWhile(line => line != "TEXT")
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
            .Select(line => line.Trim().Split("  ")[0].Split(' ')),
    ];

    // The keys of the table in the script: "  'app-id': {" or "  domain: {".
    private static readonly HashSet<string> TeamsOptions =
    [
        .. File.ReadLines(At("deployment/teams/options.mjs"))
            .Where(line =>
                line.StartsWith("  ", StringComparison.Ordinal) && line.Contains(": {", StringComparison.Ordinal)
            )
            .Select(line => line.Trim().Split(':')[0].Trim('\'')),
    ];

    public static TheoryData<string> Documents =>
        [
            "README.md",
            "CONTRIBUTING.md",
            .. Directory
                .EnumerateFiles(Path.Combine(RepositoryPaths.Root, "docs"), "*.md")
                .Select(file => "docs/" + Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];

    private static string At(string path) => Path.Combine(RepositoryPaths.Root, path);

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
    public void BuildScript_EveryCommand_IsOneThatTheScriptTakes(string document) =>
        Assert.Empty(
            MarkdownCode
                .ReadCommands(document, Script)
                .Concat(MarkdownCode.ReadInlineCommands(document, Script))
                .Select(FindProblem)
                .OfType<string>()
        );

    [Theory]
    [InlineData("./build.sh tset", "tset")]
    [InlineData("./build.sh run --urls http://127.0.0.1:5055", "--urls")]
    [InlineData("./build.sh screenshots now", "now")]
    [InlineData("./build.sh publish", "FOLDER")]
    [InlineData("./build.sh publish one two", "two")]
    [InlineData("./build.sh fuzz many", "many")]
    [InlineData("./build.sh fetch everything", "everything")]
    [InlineData("./build.sh bench nothing-like-it", "nothing-like-it")]
    [InlineData("./build.sh teams-package --application 1", "--application")]
    public void FindProblem_CommandThatTheScriptRefuses_IsNamed(string command, string part) =>
        Assert.Contains(part, FindProblem(command.Split(' ')), StringComparison.Ordinal);

    private static bool IsBenchmark(string filter) =>
        Directory
            .EnumerateFiles(At("tests/DialClip.Benchmarks"), "*Benchmark.cs", SearchOption.AllDirectories)
            .Any(file => Path.GetFileName(file).Contains(filter, StringComparison.Ordinal));

    // By the script's own usage: 'COMMAND' takes nothing, 'FOLDER' is required, '[COUNT]' may be left out.
    private static string? FindProblem(string[] words)
    {
        var command = words[1];
        var signatures = Usage.Where(line => line[0] == command).Select(line => line[1..]).ToList();
        var rest = words[2..];
        if (command == "help")
            return null;
        if (signatures.Count == 0)
            return $"'{command}' is not a command of {Script}";
        var required = signatures[0].TakeWhile(word => char.IsUpper(word[0])).Where(word => word != "OPTIONS").ToList();
        if (rest.Length < required.Count)
            return $"'{string.Join(' ', words)}' lacks {string.Join(' ', required)}";
        var problem = command switch
        {
            "run" => rest.FirstOrDefault(word => rest[0] != "--"),
            "publish" or "pack" => rest.Skip(1).FirstOrDefault(word => !word.StartsWith('-')),
            "fuzz" => rest.FirstOrDefault(word => word != "n" && !word.All(char.IsAsciiDigit)),
            "fetch" => rest.FirstOrDefault(word => word != "training"),
            "mutate" => File.Exists(At($"tests/{rest[0]}.Tests/{rest[0]}.Tests.csproj")) ? null : rest[0],
            "bench" => rest.Take(1)
                .FirstOrDefault(word => !signatures.Exists(line => line[0] == word) && !IsBenchmark(word)),
            "teams-package" => rest.Where(word => word.StartsWith("--", StringComparison.Ordinal))
                .FirstOrDefault(word => !TeamsOptions.Contains(word[2..])),
            "train-default" => rest.FirstOrDefault(word => word != "--install"),
            "dialclip" or "build" => null,
            _ => rest.FirstOrDefault(),
        };
        return problem is null ? null : $"'{string.Join(' ', words)}': {Script} {command} takes no '{problem}'";
    }

    [Fact]
    public void Documents_CommandsOfBoth_AreFound()
    {
        Assert.NotEmpty(MarkdownCode.ReadCommands("docs/operations.md", "dialclip"));
        Assert.NotEmpty(MarkdownCode.ReadCommands("README.md", "./build.sh"));
    }
}
