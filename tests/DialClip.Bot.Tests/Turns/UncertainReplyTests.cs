using System.Diagnostics.Metrics;
using System.Net;
using DialClip.Bot.Replies;
using DialClip.Bot.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Rest;
using Newtonsoft.Json.Serialization;

namespace DialClip.Bot.Tests.Turns;

/// <summary>
/// Messages that are delivered again after a process died while it sent the plugin's reply: nobody but the channel
/// knows whether the user has it.
/// </summary>
public sealed class UncertainReplyTests
{
    private readonly MemoryStorage storage = new();

    [Theory]
    [InlineData("Reply", 0)]
    [InlineData("Fallback", 1)]
    public async Task Reply_IsSentAgainUnderItsId(string mode, int received)
    {
        var settings = Settings(("DialClip:Replies:Mode", mode));
        await using var dead = await CreateAsync(settings);
        await using var sut = await CreateAsync(settings);
        dead.HostBot = (_, _) => Task.CompletedTask;
        var (_, first, _) = await DeadProcess.HangInSendAsync(dead);
        var calls = 0;
        sut.HostBot = (_, _) =>
        {
            calls++;
            return Task.CompletedTask;
        };

        using var measured = Measure(sut);
        await sut.SendAsIsAsync(DeadProcess.Message());

        var again = Assert.Single(DeadProcess.TakeReplies(sut));
        Assert.NotNull(ReplyMark.ReadImpression(first));
        Assert.Equal(ReplyMark.ReadImpression(first), ReplyMark.ReadImpression(again));
        Assert.Equal(ReplyMark.ReadImpression(first), Assert.Single((await sut.RecordAsync()).Impressions).Id);
        Assert.Null((await sut.RecordAsync()).Claims);
        Assert.Equal(received, calls);
        Assert.Contains(sut.Logs.Lines, line => line.Message.Contains("sent again", StringComparison.Ordinal));
        Assert.Equal(["sent-again"], measured.TagValues("dialclip.action"));
    }

    [Theory]
    [InlineData("Reply", "DialClip:Replies:WhenUncertain", 0)]
    [InlineData("Reply", "DialClip:Replies:Channels:test:WhenUncertain", 0)]
    [InlineData("Fallback", "DialClip:Replies:WhenUncertain", 1)]
    public async Task Reply_ByASetting_IsNotSentAgain(string mode, string setting, int received)
    {
        var settings = Settings(("DialClip:Replies:Mode", mode), (setting, "StaySilent"));
        await using var dead = await CreateAsync(settings);
        await using var sut = await CreateAsync(settings);
        dead.HostBot = (_, _) => Task.CompletedTask;
        await DeadProcess.HangInSendAsync(dead);
        var calls = 0;
        sut.HostBot = (_, _) =>
        {
            calls++;
            return Task.CompletedTask;
        };

        using var measured = Measure(sut);
        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Empty(DeadProcess.GetSent(sut));
        Assert.Equal(received, calls);
        Assert.Contains(
            sut.Logs.Lines,
            line => line.Message.Contains(TurnReasons.AnswerUncertain, StringComparison.Ordinal)
        );
        Assert.Equal(["silent"], measured.TagValues("dialclip.action"));
    }

    [Theory]
    [InlineData("SendAgain")]
    [InlineData("StaySilent")]
    public async Task Stop_WhoseConfirmationIsUncertain_Holds(string whenUncertain)
    {
        var settings = Settings(("DialClip:Replies:WhenUncertain", whenUncertain));
        await using var dead = await CreateAsync(settings);
        await using var sut = await CreateAsync(settings);
        var (_, first, _) = await DeadProcess.HangInSendAsync(dead, "stop");

        await sut.SendAsIsAsync(DeadProcess.Message("stop"));

        var replies = DeadProcess.TakeReplies(sut);
        Assert.True((await sut.RecordAsync()).Stopped);
        Assert.NotNull(ReplyMark.ReadImpression(first));
        Assert.Equal(
            whenUncertain == "SendAgain" ? [ReplyMark.ReadImpression(first)] : [],
            replies.Select(ReplyMark.ReadImpression)
        );
        Assert.All(replies, reply => Assert.Equal(first.Text, reply.Text));
    }

    // Its process is alive, and the channel is slow.
    [Fact]
    public async Task Reply_ThatAnotherProcessStillSends_IsWaitedForAndNotSentAgain()
    {
        await using var slow = await CreateAsync();
        var (turn, _, end) = await DeadProcess.HangInSendAsync(slow);
        var reads = 0;
        await using var sut = await CreateAsync(
            reads: new ObservedReads(
                storage,
                async () =>
                {
                    if (++reads != 2)
                        return;
                    end.SetResult();
                    await turn;
                }
            )
        );

        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Empty(DeadProcess.GetSent(sut));
        Assert.Single((await sut.RecordAsync()).Impressions);
    }

    // Two deaths: the second one had only called the host bot, which says nothing about the first one's reply.
    [Fact]
    public async Task Reply_StaysUncertain_WhenTheNextProcessDiesInTheHostBot()
    {
        var settings = Settings(("DialClip:Replies:Mode", "Fallback"));
        await using var first = await CreateAsync(settings);
        await using var second = await CreateAsync(settings);
        await using var sut = await CreateAsync(settings);
        first.HostBot = sut.HostBot = (_, _) => Task.CompletedTask;
        await DeadProcess.HangInSendAsync(first);
        await DeadProcess.HangInHostBotAsync(second);

        using var measured = Measure(sut);
        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Single(DeadProcess.GetSent(sut));
        Assert.Equal(["sent-again"], measured.TagValues("dialclip.action"));
    }

    [Fact]
    public async Task Reply_ThatTheChannelHasAlready_CountsAsSent()
    {
        await using var dead = await CreateAsync();
        await using var sut = await CreateAsync();
        var (_, first, _) = await DeadProcess.HangInSendAsync(dead);

        await DeadProcess.SendAsync(sut, DeadProcess.Message(), RefuseAsync);

        Assert.Equal(ReplyMark.ReadImpression(first), Assert.Single((await sut.RecordAsync()).Impressions).Id);
        Assert.Single(sut.Events);
    }

    [Fact]
    public async Task Conflict_OfAReplyThatIsSentFirst_IsAnError()
    {
        await using var sut = await CreateAsync();

        await Assert.ThrowsAsync<ErrorResponseException>(() =>
            DeadProcess.SendAsync(sut, DeadProcess.Message(), RefuseAsync)
        );
    }

    // What a host in memory forgets, the channel may still know.
    [Fact]
    public async Task Reply_OfAHostThatForgotEverything_HasTheSameId()
    {
        await using var dead = await TurnHarness.CreateAsync();
        await using var sut = await TurnHarness.CreateAsync();
        var (_, first, _) = await DeadProcess.HangInSendAsync(dead);

        await sut.SendAsIsAsync(DeadProcess.Message());

        Assert.Equal(
            ReplyMark.ReadImpression(first),
            ReplyMark.ReadImpression(Assert.Single(DeadProcess.TakeReplies(sut)))
        );
    }

    [Fact]
    public async Task Replies_ToDifferentMessages_HaveDifferentIds()
    {
        await using var sut = await CreateAsync();
        await sut.SendAsIsAsync(DeadProcess.Message());
        var other = DeadProcess.Message();
        other.Id = "m2";

        await sut.SendAsIsAsync(other);

        Assert.Equal(2, DeadProcess.TakeReplies(sut).Select(ReplyMark.ReadImpression).Distinct().Count());
    }

    // The client of each turn reflects over all types for its first message; a death meanwhile must leave no claim.
    [Fact]
    public async Task Reply_IsWrittenByTheChannelsClient_BeforeItsClaim()
    {
        await using var sut = await CreateAsync();
        using var client = new ConnectorClient(
            new Uri("https://channel.example/"),
            new BasicAuthenticationCredentials()
        );
        var resolver = new ObservedResolver(() => sut.RecordAsync().GetAwaiter().GetResult().Claims is not null);
        client.SerializationSettings.ContractResolver = resolver;

        await DeadProcess.SendAsync(sut, DeadProcess.Message(), _ => Task.CompletedTask, client);

        Assert.NotEmpty(resolver.IsClaimed);
        Assert.DoesNotContain(true, resolver.IsClaimed);
        Assert.Single((await sut.RecordAsync()).Impressions);
    }

    private Task<TurnHarness> CreateAsync(Dictionary<string, string?>? settings = null, IStorage? reads = null) =>
        TurnHarness.CreateAsync(
            settings,
            services => services.AddSingleton(reads ?? storage).AddSingleton<TimeProvider>(new WaitingEnds())
        );

    private static Dictionary<string, string?> Settings(params (string Name, string Value)[] settings) =>
        settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);

    private static Task RefuseAsync(Activity reply) =>
        throw new ErrorResponseException("conflict")
        {
            Response = new HttpResponseMessageWrapper(new HttpResponseMessage(HttpStatusCode.Conflict), ""),
        };

    private static MetricCollector<long> Measure(TurnHarness harness) =>
        new(harness.Services.GetRequiredService<IMeterFactory>(), "DialClip.Bot", "dialclip.replies.uncertain");

    // A wait that is shorter than every timeout of a turn ends at once.
    private sealed class WaitingEnds : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime < MessageClaim.SenderTimeout)
                ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
            return timer;
        }
    }

    private sealed class ObservedResolver(Func<bool> isClaimed) : DefaultContractResolver
    {
        public List<bool> IsClaimed { get; } = [];

        protected override JsonContract CreateContract(Type objectType)
        {
            IsClaimed.Add(isClaimed());
            return base.CreateContract(objectType);
        }
    }

    private sealed class ObservedReads(IStorage inner, Func<Task> onRead) : IStorage
    {
        public async Task<IDictionary<string, object>> ReadAsync(
            string[] keys,
            CancellationToken cancellationToken = default
        )
        {
            await onRead();
            return await inner.ReadAsync(keys, cancellationToken);
        }

        public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(changes, cancellationToken);

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) =>
            inner.DeleteAsync(keys, cancellationToken);
    }
}
