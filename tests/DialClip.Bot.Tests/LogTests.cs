using System.Reflection;
using System.Text.RegularExpressions;
using DialClip.Bot.Host;
using DialClip.Encoders;
using DialClip.Experiments;
using DialClip.Model.Loading;
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

    private static readonly LoggerMessageAttribute[] Messages =
    [
        .. new[]
        {
            typeof(Backbone),
            typeof(ModelSource),
            typeof(ExperimentOptions),
            typeof(ServiceCollectionExtensions),
            typeof(HostRunner),
        }
            .SelectMany(type => type.Assembly.GetTypes())
            .SelectMany(type =>
                type.GetMethods(
                    BindingFlags.Static
                        | BindingFlags.Instance
                        | BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.DeclaredOnly
                )
            )
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(found => found.Message is not null)
            // Shared source is compiled into several assemblies.
            .DistinctBy(found => (found.Method.DeclaringType!.FullName, found.Method.Name))
            .Select(found => found.Message),
    ];

    [Fact]
    public void Messages_EventIds_AreThereAndComeOnce()
    {
        var twice = Messages
            .GroupBy(message => message.EventId)
            .Where(group => group.Key <= 0 || group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(" | ", group.Select(message => message.Message))}");

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
        var sources = new[] { "bot", "model" }
            .SelectMany(folder =>
                Directory.EnumerateFiles(
                    Path.Combine(RepositoryPaths.Root, folder),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .ToList();

        var others = sources.Where(path => ByHand().IsMatch(File.ReadAllText(path)));

        Assert.NotEmpty(sources);
        Assert.Empty(others);
    }

    [GeneratedRegex(@"\{@?(\w+)")]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(|\.Log\(\s*LogLevel|LoggerMessage\.Define|Console\.(Out|Error)?\.?Write|Trace\.Write|Debug\.Write"
    )]
    private static partial Regex ByHand();
}
