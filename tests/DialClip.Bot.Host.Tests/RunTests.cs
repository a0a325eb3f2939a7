namespace DialClip.Bot.Host.Tests;

/// <summary>The host as a process: what keeps it from starting, and how it says so.</summary>
public sealed class RunTests
{
    private const int Refused = 2;

    [Theory]
    [InlineData("--DialClip:Replise:Top=3", "'DialClip:Replise' is not a setting", "'Replies'")]
    [InlineData(
        "--DialClip:Replies:Tpo=3 --DialClip:Replies:Top=1000 --DialClip:DirectLine:Secret=hush",
        "'DialClip:Replies:Tpo' is not a setting",
        "between 1 and 100",
        "has 4 characters; expected 32 or more"
    )]
    [InlineData(
        "--DialClip:DirectLine:AllowedOrigins:0=https://example.com/ --DialClip:DirectLine:AllowedOrigins:1=* "
            + "--DialClip:DirectLine:BotEndpoint=ftp://bot",
        "'https://example.com/' is no origin",
        "'*' is no origin",
        "'ftp://bot' is no address of a bot"
    )]
    [InlineData(
        "--environment=Development --urls=http://0.0.0.0:5000",
        "'http://0.0.0.0:5000' can be reached from other machines",
        "'DialClip:DirectLine:Secret'"
    )]
    [InlineData(
        "--DialClip:Proxies:KnownProxies:0=proxy --DialClip:Proxies:KnownNetworks:0=10.0.0.0/40 "
            + "--DialClip:Proxies:KnownNetworks:1=0.0.0.0/0 --DialClip:Replies:Top=1000",
        "'proxy' is no address",
        "'10.0.0.0/40' is no network",
        "'0.0.0.0/0' is everybody",
        "between 1 and 100"
    )]
    [InlineData(
        "--DialClip:Proxies:Known=10.0.0.1 --DialClip:Replies:Top=1000",
        "'DialClip:Proxies'",
        "'Known'",
        "between 1 and 100"
    )]
    [InlineData(
        "--DialClip:Timeouts:Turn=soon --DialClip:Conversation:TurnBudget=00:00:09 "
            + "--DialClip:Attachments:Timeout=00:00:04",
        "'soon', but it takes a time span",
        "has moved: set 'DialClip:Timeouts:Turn' instead",
        "has moved: set 'DialClip:Timeouts:PictureFetch' instead"
    )]
    [InlineData(
        "--MicrosoftAppType=SingelTenant --OTEL_TRACES_SAMPLER=some --DialClip:Conversation:HistoryTurns=0",
        "'MicrosoftAppType' is 'SingelTenant'",
        "'some', expected always_on",
        "'DialClip:Conversation:HistoryTurns'"
    )]
    public async Task Run_SettingsThatCannotBe_EndsWithOneMessageAndItsCode(string arguments, params string[] parts)
    {
        var (code, output) = await RunningProgram.HostAsync([.. arguments.Split(' ')]);

        Assert.Equal(Refused, code);
        var line = Assert.Single(
            output.Split('\n'),
            line => line.StartsWith("The host does not start. ", StringComparison.Ordinal)
        );
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
