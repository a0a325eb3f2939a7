using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Tests;

/// <summary>What the product logs, all of it.</summary>
public sealed partial class LogTests
{
    private static readonly string[] Private =
    [
        "Text",
        "Words",
        "Said",
        "Body",
        "User",
        "UserId",
        "UserName",
        "From",
        "Sender",
        "Token",
        "Secret",
    ];

    // All of the product's projects, of which some are not referenced here.
    private static readonly Dictionary<string, string> Sources = new[] { "bot", "model" }
        .SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, folder), "*.cs", SearchOption.AllDirectories)
        )
        .ToDictionary(path => path, File.ReadAllText);

    private static readonly (int EventId, LogLevel Level, string Message)[] Messages =
    [
        .. Sources
            .Values.SelectMany(source => Attribute().Matches(source))
            .Select(match =>
                (
                    int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture),
                    Enum.Parse<LogLevel>(match.Groups["level"].Value),
                    string.Concat(match.Groups["part"].Captures.Select(part => part.Value))
                )
            ),
    ];

    [Fact]
    public void Messages_EventIds_AreThereAndComeOnce()
    {
        var twice = Messages
            .GroupBy(message => message.EventId)
            .Where(group => group.Key <= 0 || group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(" | ", group.Select(message => message.Message))}");

        // Every attribute is read.
        Assert.Equal(Sources.Values.Sum(source => Regex.Count(source, @"\[LoggerMessage\(")), Messages.Length);
        Assert.True(Messages.Length > 20);
        Assert.Empty(twice);
    }

    [Fact]
    public void Messages_AboveTrace_NameNoTextAndNoUser()
    {
        var telling = Messages.Where(message =>
            message.Level > LogLevel.Trace
            && Placeholder()
                .Matches(message.Message)
                .Any(name => Private.Contains(name.Groups[1].Value, StringComparer.OrdinalIgnoreCase))
        );

        Assert.Empty(telling.Select(message => message.Message));
    }

    [Fact]
    public void Sources_Logging_IsSourceGeneratedEverywhere()
    {
        // An entry point says on the console why its program does not start.
        var others = Sources.Where(source =>
            Path.GetFileName(source.Key) != "Program.cs" && ByHand().IsMatch(source.Value)
        );

        Assert.Empty(others.Select(source => source.Key));
    }

    [GeneratedRegex(
        """\[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+),\s*(?:"(?<part>(?:[^"\\]|\\.)*)"\s*\+?\s*)+\)\]"""
    )]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\{@?(\w+)")]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(|\.Log\(\s*LogLevel|LoggerMessage\.Define"
            + @"|Console\.(Out|Error)?\.?Write|Trace\.Write|Debug\.Write"
    )]
    private static partial Regex ByHand();
}
