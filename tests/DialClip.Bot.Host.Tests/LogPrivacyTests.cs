using Microsoft.Extensions.Configuration;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.Tests;

/// <summary>All that the host logs with the settings it comes with, by the SDK and ASP.NET as well.</summary>
public sealed class LogPrivacyTests
{
    [Fact]
    public async Task Logs_OfAChat_HoldNoIdOfItsConversationAndItsUser()
    {
        const string User = "+4917012345678";
        using var logs = new FakeLoggerProvider();
        await using var host = await HostHarness.StartWithChatAsync(ReadLevels(), logs);
        var conversation = await host.Chat.OpenAsync(User);

        await host.Chat.PostAsync(
            $"v3/directline/conversations/{conversation.Id}/activities",
            new JObject(ChatClient.CreateMessage("hello")) { ["from"] = new JObject { ["id"] = User } },
            conversation.Token
        );
        await host.Chat.PollAsync(conversation);

        var lines = logs.Lines.Select(line => $"{line.Category} {line.Message} {line.Exception}").ToList();
        Assert.Contains(logs.Lines, line => line.Id.Id == 3);
        Assert.DoesNotContain(lines, line => line.Contains(conversation.Id, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(User[1..], StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> ReadLevels() =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(RepositoryPaths.Root, "appsettings.json"))
            .Build()
            .GetSection("Logging")
            .AsEnumerable()
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Key, setting => setting.Value);
}
