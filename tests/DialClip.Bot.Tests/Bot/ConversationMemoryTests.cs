using DialClip.Bot.Conversation;
using DialClip.Encoders;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.Bot;

public sealed class ConversationMemoryTests
{
    private const string Key = "dialclip/test/talk/v1";

    [Fact]
    public async Task Change_TwoProcessesAtOnce_BothChangesStay()
    {
        var storage = new MemoryStorage();
        var (first, second) = (CreateSut(storage), CreateSut(storage));
        var intruded = false;

        await first.ChangeAsync(
            Key,
            record =>
            {
                if (!intruded)
                {
                    intruded = true;
                    second
                        .ChangeAsync(Key, other => other.WithTurns([Turn("theirs")], 8), CancellationToken.None)
                        .GetAwaiter()
                        .GetResult();
                }
                return record.WithTurns([Turn("mine")], 8);
            },
            CancellationToken.None
        );

        Assert.Equal(
            ["theirs", "mine"],
            (await first.ReadAsync(Key, CancellationToken.None)).Turns.Select(turn => turn.Text)
        );
    }

    [Fact]
    public async Task Change_ManyAtOnce_NoneIsLost()
    {
        var storage = new MemoryStorage();
        var sut = CreateSut(storage);

        await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(number =>
                    Task.Run(() =>
                        sut.ChangeAsync(
                            Key,
                            record => record.WithTurns([Turn($"{number}")], 32),
                            CancellationToken.None
                        )
                    )
                )
        );

        Assert.Equal(
            30,
            (await sut.ReadAsync(Key, CancellationToken.None)).Turns.Select(turn => turn.Text).Distinct().Count()
        );
    }

    [Fact]
    public async Task Change_OthersNeverStop_GivesUpAndSaysSo()
    {
        var storage = new MemoryStorage();
        var (first, second) = (CreateSut(storage), CreateSut(storage));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            first.ChangeAsync(
                Key,
                record =>
                {
                    second
                        .ChangeAsync(Key, other => other.WithTurns([Turn("theirs")], 8), CancellationToken.None)
                        .GetAwaiter()
                        .GetResult();
                    return record.WithTurns([Turn("mine")], 8);
                },
                CancellationToken.None
            )
        );

        Assert.Contains("not saved", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TakeOn_AnyKnownId_IsTakenOnOnce()
    {
        var sut = CreateSut(new MemoryStorage());

        Assert.NotNull(await sut.TakeOnAsync(Key, ["a", "client:1"], CancellationToken.None));
        Assert.Null(await sut.TakeOnAsync(Key, ["b", "client:1"], CancellationToken.None));
        Assert.NotNull(await sut.TakeOnAsync(Key, ["b"], CancellationToken.None));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"version":0,"turns":[],"activities":[],"impressions":[]}""")]
    public async Task Read_UnreadableRecord_BeginsAnewAndLosesNothing(string json)
    {
        var storage = new MemoryStorage();
        await storage.WriteAsync(
            new Dictionary<string, object>
            {
                [Key] = new ConversationItem { Json = json, ETag = "*" },
            },
            CancellationToken.None
        );
        var sut = CreateSut(storage);

        await sut.ChangeAsync(Key, record => record.WithTurns([Turn("new")], 8), CancellationToken.None);

        Assert.Equal("new", Assert.Single((await sut.ReadAsync(Key, CancellationToken.None)).Turns).Text);
        var aside = (await storage.ReadAsync([Key + "/unreadable"], CancellationToken.None)).Values.Single();
        Assert.Equal(json, ((ConversationItem)aside).Json);
    }

    [Fact]
    public async Task Change_RecordOfANewerProgram_IsLeftAlone()
    {
        const string Newer = """{"version":99,"turns":[],"activities":[],"impressions":[]}""";
        var storage = new MemoryStorage();
        await storage.WriteAsync(
            new Dictionary<string, object>
            {
                [Key] = new ConversationItem { Json = Newer, ETag = "*" },
            },
            CancellationToken.None
        );

        await Assert.ThrowsAsync<NotSupportedException>(() =>
            CreateSut(storage).ChangeAsync(Key, record => record.WithTurns([Turn("new")], 8), CancellationToken.None)
        );

        var stored = await storage.ReadAsync([Key, Key + "/unreadable"], CancellationToken.None);
        Assert.Equal(Newer, ((ConversationItem)Assert.Single(stored).Value).Json);
    }

    [Fact]
    public async Task Change_StorageThatGivesJsonBack_KeepsRecordAndTag()
    {
        var storage = new MemoryStorage(JsonSerializer.CreateDefault());
        var sut = CreateSut(storage);

        await sut.ChangeAsync(Key, record => record.WithTurns([Turn("one")], 8), CancellationToken.None);
        await sut.ChangeAsync(Key, record => record.WithTurns([Turn("two")], 8), CancellationToken.None);

        Assert.IsType<JObject>((await storage.ReadAsync([Key], CancellationToken.None))[Key]);
        Assert.Equal(
            ["one", "two"],
            (await sut.ReadAsync(Key, CancellationToken.None)).Turns.Select(turn => turn.Text)
        );
    }

    [Fact]
    public async Task Change_ConflictAgainAndAgain_WaitsLongerButNotForEver()
    {
        var time = new ObservableTime(isOver: IsBackoff);
        var sut = new ConversationMemory(
            new ConflictingStorage(),
            new FixedOptions<ConversationOptions>(new()),
            NullLogger<ConversationMemory>.Instance,
            time,
            new Random(1)
        );

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            sut.ChangeAsync(Key, record => record.WithTurns([Turn("mine")], 8), CancellationToken.None)
        );

        Assert.InRange(time.Waits.Count, 8, 64);
        Assert.InRange(time.Waits.First(), TimeSpan.Zero, TimeSpan.FromMilliseconds(16));
        Assert.True(time.Waits.Max() > TimeSpan.FromMilliseconds(64));
        Assert.InRange(
            time.Waits.Aggregate((all, wait) => all + wait),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(5)
        );
    }

    [Fact]
    public void WithTurns_BeyondTheCapacity_KeepsTheNewest()
    {
        var record = ConversationRecord.Empty.WithTurns(Enumerable.Range(0, 10).Select(number => Turn($"{number}")), 3);

        Assert.Equal(["7", "8", "9"], ConversationRecord.FromJson(record.ToJson()).Turns.Select(turn => turn.Text));
    }

    // Longer ones are time limits, which nothing here reaches.
    private static bool IsBackoff(TimeSpan wait) => wait <= TimeSpan.FromSeconds(1);

    private static ConversationMemory CreateSut(IStorage storage) =>
        new(
            storage,
            new FixedOptions<ConversationOptions>(new()),
            NullLogger<ConversationMemory>.Instance,
            new ObservableTime(isOver: IsBackoff),
            new Random(1)
        );

    private static StoredTurn Turn(string text) => new(Speaker.User, Modality.Text, text, null, null, null);

    private sealed class ConflictingStorage : IStorage
    {
        public Task<IDictionary<string, object>> ReadAsync(
            string[] keys,
            CancellationToken cancellationToken = default
        ) => Task.FromResult<IDictionary<string, object>>(new Dictionary<string, object>());

        public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Etag conflict: always.");

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
