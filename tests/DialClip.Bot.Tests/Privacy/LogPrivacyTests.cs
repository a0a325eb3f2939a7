using System.Diagnostics;
using System.Reflection;
using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.Tests.Turns;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Activity = Microsoft.Bot.Schema.Activity;

namespace DialClip.Bot.Tests.Privacy;

/// <summary>Hostile ids and texts on their way to logs and spans.</summary>
public sealed class LogPrivacyTests
{
    private const string Number = "+4917012345678";
    private const string Hostile = Number + "\r\nfail: forged\u001b[2J\u202e";
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    private static readonly MethodInfo[] Events =
    [
        .. typeof(Log)
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_WithHostileIds_NameTheConversationByItsHash(bool hasKey)
    {
        await using var sut = await CreateAsync(hasKey);
        var hash = sut.Services.GetRequiredService<IdHasher>().HashConversation("sms", Hostile);
        var (logs, named) = (new FakeLogger(), 0);

        foreach (var each in Events)
        {
            each.Invoke(null, [.. each.GetParameters().Select(Create)]);
            var line = logs.LatestRecord.Message;
            Assert.DoesNotContain(line, char.IsControl);
            Assert.DoesNotContain(
                Number[1..],
                line.Replace(new LogText(Hostile).ToString(), "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            named += line.Contains($"{hash}", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(Events.Length > 20);
        Assert.Equal(
            Events.Count(each => each.GetParameters().Any(one => one.ParameterType == typeof(ConversationHash))),
            named
        );

        object? Create(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(ILogger) ? logs
            : parameter.ParameterType == typeof(ConversationHash) ? hash
            : parameter.ParameterType == typeof(LogText) ? new LogText(Hostile)
            : parameter.ParameterType == typeof(string) ? "ours"
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null;
    }

    [Fact]
    public async Task Turns_OfAHostileConversation_LeaveNoIdInLogsAndSpans()
    {
        var spans = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("DialClip", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.AddRange(span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var sut = await CreateAsync(hasKey: true, add: builder => builder.AddReplyGate<FailingGate>());
        FailingGate.Fails = false;
        sut.Adapter.Conversation = new ConversationReference
        {
            ChannelId = "sms",
            ServiceUrl = "https://sms.example",
            Bot = new ChannelAccount("bot"),
            User = new ChannelAccount(Hostile, Hostile),
            Conversation = new ConversationAccount(id: Hostile),
        };

        await sut.SayAsync("hello");
        await sut.SendAsync(new Activity(ActivityTypes.Event) { Name = "dialclip/catalog", Value = Hostile });
        await sut.SendAsync(Picture("https://[", "image/png"));
        await sut.SendAsync(Picture("data:image/png;base64,AAAA", "image/png" + Hostile));
        await sut.SendAsync(
            new Activity(ActivityTypes.MessageReaction) { ReplyToId = Hostile, ReactionsAdded = [new("like")] }
        );
        sut.Model.BeforeAnswer = _ => throw new InvalidOperationException("broken");
        await sut.SayAsync("fails");
        FailingGate.Fails = true;
        await sut.SayAsync("gate fails");

        var lines = sut.Logs.Lines.Select(line => $"{line.Id.Id} {line.Message}").ToList();
        Assert.Superset(
            new[] { 1, 3, 10, 11, 12, 50 }.ToHashSet(),
            sut.Logs.Lines.Select(line => line.Id.Id).ToHashSet()
        );
        Assert.DoesNotContain(lines, line => line.Contains(Number[1..], StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
        lock (spans)
        {
            Assert.Contains(spans, tag => tag.StartsWith("user.id=", StringComparison.Ordinal));
            Assert.DoesNotContain(spans, tag => tag.Contains(Number[1..], StringComparison.Ordinal));
        }

        static Activity Picture(string address, string type) =>
            new(ActivityTypes.Message) { Attachments = [new Attachment(type, address)] };
    }

    [Fact]
    public async Task HashConversation_WithoutAKey_IsTheHashInTheRecordsKey()
    {
        await using var sut = await CreateAsync(hasKey: false);
        await using var keyed = await CreateAsync(hasKey: true);

        var hash = sut.Services.GetRequiredService<IdHasher>().HashConversation("sms", Number).ToString();

        Assert.Contains($"/{hash}/", State.ConversationStore.GetKey("sms", Number), StringComparison.Ordinal);
        Assert.NotEqual(hash, keyed.Services.GetRequiredService<IdHasher>().HashConversation("sms", Number).ToString());
    }

    private static Task<TurnHarness> CreateAsync(bool hasKey, Action<IDialClipBuilder>? add = null) =>
        TurnHarness.CreateAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:Experiments:UnitKey"] = hasKey ? Key : "",
                ["DialClip:Telemetry:IncludeUser"] = "true",
            },
            services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace)),
            add
        );

    private sealed class FailingGate : IReplyGate
    {
        public static bool Fails { get; set; }

        public ValueTask<ReplyMode> DecideAsync(
            ITurnContext turnContext,
            ReplyMode mode,
            CancellationToken cancellationToken
        ) => Fails ? throw new InvalidOperationException("closed") : ValueTask.FromResult(mode);
    }
}
