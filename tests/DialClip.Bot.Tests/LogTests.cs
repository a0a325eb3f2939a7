using System.Globalization;
using System.Text.RegularExpressions;
using DialClip.Bot.Privacy;
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

    // What the settings, the code or the catalog name: a text of anybody else is a LogText, and a conversation a
    // ConversationHash.
    private static readonly string[] OwnTexts =
    [
        "backboneDigest",
        "catalog",
        "catalogs",
        "cause",
        "consequence",
        "endpoints",
        "environment",
        "experiment",
        "feature",
        "file",
        "gate",
        "head",
        "heads",
        "item",
        "options",
        "path",
        "pictureId",
        "places",
        "problems",
        "reason",
        "route",
        "section",
        "settings",
        "storage",
        "unread",
        "variant",
        "variantReason",
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
    public void Messages_Parameters_TakeNoIdAndNoTextOfOutsiders()
    {
        var parameters = Sources
            .Values.SelectMany(source => Signature().Matches(source))
            .SelectMany(match => match.Groups["parameters"].Value.Split(','))
            .Select(parameter => parameter.Trim().Split(' '))
            .Select(parts => (Type: parts[^2].TrimEnd('?'), Name: parts[^1]))
            .ToList();

        Assert.Equal(Messages.Length, Sources.Values.Sum(source => Signature().Count(source)));
        Assert.All(
            parameters.Where(parameter => parameter.Name.Contains("conversation", StringComparison.OrdinalIgnoreCase)),
            parameter => Assert.Equal(nameof(ConversationHash), parameter.Type)
        );
        Assert.Empty(
            parameters
                .Where(parameter => parameter.Type == "string" && !OwnTexts.Contains(parameter.Name))
                .Select(parameter => parameter.Name)
        );
    }

    // Whoever reads a conversation's id off an activity and gives it to a log or a span does it by hand.
    [Fact]
    public void Sources_IdsOfConversationsAndUsers_GoIntoHashesOnly()
    {
        var raw = Sources
            .Where(source => source.Key.Contains("DialClip.Bot", StringComparison.Ordinal))
            .SelectMany(source => source.Value.Split('\n'))
            .Where(line => RawId().IsMatch(line));

        Assert.Empty(raw);
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

    [GeneratedRegex(@"\[LoggerMessage\([^\[]*?\)\]\s*\w+ static partial void \w+\((?<parameters>[^)]*)\);")]
    private static partial Regex Signature();

    [GeneratedRegex(
        @"(logger\.\w+|Log\w*|SetTag|AddTag|TagList)\(.*(Conversation\?*\.Id|From\?*\.Id|Recipient\?*\.Id|ActivityId)"
    )]
    private static partial Regex RawId();

    [GeneratedRegex(@"\{@?(\w+)")]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(|\.Log\(\s*LogLevel|LoggerMessage\.Define"
            + @"|Console\.(Out|Error)?\.?Write|Trace\.Write|Debug\.Write"
    )]
    private static partial Regex ByHand();
}
