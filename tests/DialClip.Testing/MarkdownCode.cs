using System.Text.RegularExpressions;

namespace DialClip.Testing;

/// <summary>The code blocks of one of the repository's documents.</summary>
/// <param name="Language">The language behind the fence; empty where none is given.</param>
/// <param name="Code">The block's lines.</param>
public sealed partial record MarkdownCode(string Language, string Code)
{
    private const string Script = "./build.sh";

    /// <summary>Reads the blocks of a document.</summary>
    /// <param name="document">The path in the repository, such as 'docs/teams.md'.</param>
    public static IReadOnlyList<MarkdownCode> Read(string document) =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(RepositoryPaths.Root, document)))
                .Select(match => new MarkdownCode(match.Groups[1].Value, match.Groups[2].Value)),
        ];

    /// <summary>
    /// Reads the shell commands of a document that begin with a word: continued lines joined, no comments.
    /// </summary>
    /// <param name="document">The path in the repository.</param>
    /// <param name="word">The first word of the commands, such as './build.sh'.</param>
    public static IEnumerable<string[]> ReadCommands(string document, string word) =>
        Read(document)
            .Where(block => block.Language.Length == 0)
            .SelectMany(block => block.Code.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Select(line => ShellComment().Replace(line, "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            // Settings of the environment may come first, and the script that runs the program.
            .Select(words =>
                words.SkipWhile(each => each.Contains('=') || (each == Script && word != Script)).ToArray()
            )
            .Where(words => words.FirstOrDefault() == word);

    /// <summary>Reads the commands in a document's text, between backticks, that begin with a word.</summary>
    /// <param name="document">The path in the repository.</param>
    /// <param name="word">The first word of the commands.</param>
    public static IEnumerable<string[]> ReadInlineCommands(string document, string word) =>
        Inline()
            .Matches(Block().Replace(File.ReadAllText(Path.Combine(RepositoryPaths.Root, document)), ""))
            .Select(match => match.Groups[1].Value.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && words[0] == word);

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex("(^| )#.*$")]
    private static partial Regex ShellComment();
}
