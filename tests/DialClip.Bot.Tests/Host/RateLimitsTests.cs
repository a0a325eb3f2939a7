using System.Net;
using DialClip.Bot.Host;
using DialClip.Bot.Host.DirectLine;

namespace DialClip.Bot.Tests.Host;

public sealed class RateLimitsTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void AddressOf_TwoCallers_AreOneWithinANetworkOfIPv6(string one, string other, bool same) =>
        Assert.Equal(same, RateLimits.AddressOf(IPAddress.Parse(one)) == RateLimits.AddressOf(IPAddress.Parse(other)));

    [Theory]
    [InlineData("v3/directline/attachments/0", false)]
    [InlineData("v3/directline/session/getsessionid", true)]
    [InlineData("media/000000000000/w1024/none.png", true)]
    [InlineData("media/000000000000/none.png", false)]
    public async Task Get_FasterThanAnAddressMay_IsToldToWaitWhereThatCosts(string path, bool limited)
    {
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:RequestsPerSecond"] = "1" }
        );
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < 24; number++)
            using (var response = await host.Client.GetAsync(path))
                answers.Add(response.StatusCode);

        Assert.Equal(limited, answers.Contains(HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task UploadTurns_OneConversationReads_LetsItsNextWaitAndOthersIn()
    {
        using var sut = new UploadTurns();
        using var first = await sut.TakeAsync("one", default);

        var next = sut.TakeAsync("one", default).AsTask();
        using var other = await sut.TakeAsync("other", default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        var waits = !next.IsCompleted;
        first.Dispose();
        using var late = await next.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(waits);
        Assert.True(other.IsAcquired && late.IsAcquired);
    }
}
