using System.Text.RegularExpressions;

namespace DialClip.Bot.Tests.Documents;

/// <summary>Every relative link of the documents leads to a file, and its fragment to a heading there.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Folders = ["bot", "deployment", "docs", "model", "tests", "training"];

    public static TheoryData<string> Documents =>
        [
            .. Directory
                .EnumerateFiles(RepositoryPaths.Root, "*.md")
                .Concat(
                    Folders.SelectMany(folder =>
                        Directory.EnumerateFiles(
                            Path.Combine(RepositoryPaths.Root, folder),
                            "*.md",
                            SearchOption.AllDirectories
                        )
                    )
                )
                .Select(file => Path.GetRelativePath(RepositoryPaths.Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void RelativeLinks_OfADocument_LeadSomewhere(string document) =>
        Assert.Empty(FindBroken(Path.Combine(RepositoryPaths.Root, document)));

    [Fact]
    public void Documents_OfTheRepository_HaveLinksToCheck()
    {
        var links = Documents
            .AsEnumerable<object[]>()
            .Sum(row => FindLinks(Path.Combine(RepositoryPaths.Root, (string)row[0])).Count());

        Assert.True(links > 20, $"only {links} relative links were found");
    }

    [Theory]
    [InlineData("[one](two.md)", "two.md")]
    [InlineData("![picture](images/two.png)", "images/two.png")]
    [InlineData("[one](#no-such-heading)", "#no-such-heading")]
    [InlineData("[one](three.md#no-such-heading)", "three.md#no-such-heading")]
    [InlineData("[one](three.md#what-is-in-it-c-and-json)", null)]
    [InlineData("[one](https://example.com/two.md)", null)]
    [InlineData("`[one](two.md)`", null)]
    public void FindBroken_Link_IsNamedWhereNothingIs(string text, string? broken)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.At("one.md"), text);
        File.WriteAllText(temporary.At("three.md"), "# What is in it: `C#` and JSON\n");

        Assert.Equal(broken is null ? [] : [broken], FindBroken(temporary.At("one.md")));
    }

    private static List<string> FindBroken(string file) =>
        [.. FindLinks(file).Where(link => !LeadsSomewhere(file, link))];

    private static IEnumerable<string> FindLinks(string file) =>
        Link()
            .Matches(Code().Replace(File.ReadAllText(file), ""))
            .Select(match => match.Groups[1].Value)
            .Where(link => !Uri.TryCreate(link, UriKind.Absolute, out _));

    private static bool LeadsSomewhere(string file, string link)
    {
        var parts = link.Split('#', 2);
        var target =
            parts[0].Length == 0
                ? file
                : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, Uri.UnescapeDataString(parts[0])));
        return (File.Exists(target) || Directory.Exists(target)) && (parts.Length == 1 || HasHeading(target, parts[1]));
    }

    // As GitHub makes anchors of headings: lower case, without punctuation, hyphens for spaces.
    private static bool HasHeading(string file, string fragment) =>
        Heading()
            .Matches(File.ReadAllText(file))
            .Select(match =>
                Punctuation().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')
            )
            .Contains(fragment, StringComparer.Ordinal);

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_ -]")]
    private static partial Regex Punctuation();
}
