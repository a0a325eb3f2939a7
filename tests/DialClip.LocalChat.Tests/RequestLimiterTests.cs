using System.Net;
using DialClip.LocalChat.DirectLine;
using DialClip.Shared.Net;

namespace DialClip.LocalChat.Tests;

public sealed class RequestLimiterTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void GetNetwork_TwoCallers_AreOneWithinANetworkOfIPv6(string first, string second, bool same) =>
        Assert.Equal(
            same,
            ClientNetwork.GetName(IPAddress.Parse(first)) == ClientNetwork.GetName(IPAddress.Parse(second))
        );

    [Theory]
    [InlineData("v3/directline/attachments/0", false)]
    [InlineData("v3/directline/session/getsessionid", true)]
    public async Task Get_FasterThanAnAddressMay_IsToldToWaitWhereThatCosts(string path, bool limited)
    {
        await using var host = await ChatHost.StartAsync(
            new Dictionary<string, string?> { ["DialClip:DirectLine:RequestsPerSecond"] = "1" }
        );
        var answers = new List<HttpStatusCode>();
        for (var number = 0; number < 24; number++)
            using (var response = await host.Client.GetAsync(path))
                answers.Add(response.StatusCode);

        Assert.Equal(limited, answers.Contains(HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task UploadLimiter_OneConversationReads_LetsItsNextWaitAndOthersIn()
    {
        using var sut = new UploadLimiter();
        using var first = await sut.AcquireAsync("one", "a", default);

        var next = sut.AcquireAsync("one", "a", default).AsTask();
        using var other = await sut.AcquireAsync("other", "a", default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        var waits = !next.IsCompleted;
        first.Dispose();
        using var second = await next.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(waits);
        Assert.True(other.IsAcquired && second.IsAcquired);
    }

    [Fact]
    public async Task UploadLimiter_OneAddressReadsManySlowly_LeavesRoomForAnother()
    {
        using var sut = new UploadLimiter();
        var slow = Enumerable
            .Range(0, 100)
            .Select(number => sut.AcquireAsync($"slow-{number}", "a", default).AsTask())
            .ToList();

        using var other = await sut.AcquireAsync("other", "b", default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(other.IsAcquired);
        Assert.Equal(3, slow.Count(permit => permit.IsCompleted && permit.Result.IsAcquired));
    }
}
