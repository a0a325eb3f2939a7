using DialClip.Bot.Conversation;
using DialClip.Bot.State;
using DialClip.Bot.Tests.Bot;
using DialClip.Encoders;
using Microsoft.Bot.Builder;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Tests.State;

public sealed class ConversationStoreTests
{
    private const string Key = "dialclip/test/talk/v1";

    private static readonly StoredFeature One = StoredFeature.From([Half.One]);

    [Fact]
    public async Task Update_TwoProcessesAtOnce_BothChangesStay()
    {
        var storage = new MemoryStorage();
        var (first, second) = (CreateSut(storage), CreateSut(storage));
        var isChanged = false;

        await first.ChangeAsync(
            Key,
            record =>
            {
                if (!isChanged)
                {
                    isChanged = true;
                    AddTurn(second, "theirs").GetAwaiter().GetResult();
                }
                return record.WithTurns([Turn("mine")], 8);
            }
        );

        Assert.Equal(["theirs", "mine"], (await first.ReadAsync(Key)).Turns.Select(turn => turn.Text));
    }

    [Fact]
    public async Task Update_ManyAtOnce_NoneIsLost()
    {
        var sut = CreateSut(new MemoryStorage());

        await Task.WhenAll(
            Enumerable.Range(0, 16).Select(number => Task.Run(() => AddTurn(sut, $"{number}", capacity: 32)))
        );

        Assert.Equal(16, (await sut.ReadAsync(Key)).Turns.Select(turn => turn.Text).Distinct().Count());
    }

    [Fact]
    public async Task Update_OthersNeverStop_GivesUpAndSaysSo()
    {
        var storage = new MemoryStorage();
        var (first, second) = (CreateSut(storage), CreateSut(storage));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            first.ChangeAsync(
                Key,
                record =>
                {
                    AddTurn(second, "theirs").GetAwaiter().GetResult();
                    return record.WithTurns([Turn("mine")], 8);
                }
            )
        );

        Assert.Contains("not saved", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"version":0,"turns":[],"activities":[],"impressions":[]}""")]
    public async Task Update_UnreadableRecord_BeginsAnewAndLosesNothing(string json)
    {
        var storage = new MemoryStorage();
        await StoreAsync(storage, json, ["AAA8"]);
        var sut = CreateSut(storage);

        await AddTurn(sut, "new");

        Assert.Equal("new", Assert.Single((await sut.ReadAsync(Key)).Turns).Text);
        var copy = await ReadItemAsync(storage, Key + "/unreadable");
        Assert.Equal(json, copy.Json);
        Assert.Equal(["AAA8"], copy.Features!);
    }

    [Fact]
    public async Task Update_RecordOfANewerProgram_IsLeftAlone()
    {
        const string Newer = """{"version":99,"turns":[],"activities":[],"impressions":[]}""";
        var storage = new MemoryStorage();
        await StoreAsync(storage, Newer);

        await Assert.ThrowsAsync<NotSupportedException>(() => AddTurn(CreateSut(storage), "new"));

        var stored = await storage.ReadAsync([Key, Key + "/unreadable"], CancellationToken.None);
        Assert.Equal(Newer, ((ConversationItem)Assert.Single(stored).Value).Json);
    }

    [Fact]
    public async Task Update_StorageThatReturnsJson_UsesRecordAndTag()
    {
        var storage = new MemoryStorage(JsonSerializer.CreateDefault());
        var sut = CreateSut(storage);

        await AddTurn(sut, "one");
        await AddTurn(sut, "two");

        Assert.IsType<JObject>((await storage.ReadAsync([Key], CancellationToken.None))[Key]);
        Assert.Equal(["one", "two"], (await sut.ReadAsync(Key)).Turns.Select(turn => turn.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Update_Features_AreStoredWithOrWithoutTypeNames(bool hasTypeNames)
    {
        var storage = hasTypeNames ? new MemoryStorage() : new MemoryStorage(JsonSerializer.CreateDefault());
        await CreateSut(storage)
            .ChangeAsync(Key, record => record.WithTurns([Turn("one"), Turn("two") with { Feature = One }], 8));

        var turns = (await CreateSut(storage).ReadAsync(Key)).Turns;

        Assert.Null(turns[0].Feature);
        Assert.Equal([Half.One], turns[1].Feature!.GetValues()!);
    }

    [Fact]
    public async Task Update_StorageThatWritesTypeNames_WritesTheEnvelopesOnly()
    {
        var stored = new Dictionary<string, JObject>();
        var storage = new MemoryStorage(dictionary: stored);

        await CreateSut(storage).ChangeAsync(Key, record => record.WithTurns([Turn("one") with { Feature = One }], 8));

        var type = Assert.Single(stored[Key].DescendantsAndSelf().OfType<JProperty>(), name => name.Name == "$type");
        // By this name stored records are read.
        Assert.Equal("DialClip.Bot.Conversation.ConversationItem, DialClip.Bot", (string?)type.Value);
    }

    [Fact]
    public async Task Update_UnchangedTurn_WritesTheSameString()
    {
        var storage = new MemoryStorage();
        var sut = CreateSut(storage);
        await sut.ChangeAsync(Key, record => record.WithTurns([Turn("one") with { Feature = One }], 8));
        var first = await ReadItemAsync(storage, Key);

        await AddTurn(sut, "two");

        var second = await ReadItemAsync(storage, Key);
        Assert.Same(first.Features![0], second.Features![0]);
        Assert.NotEqual(first.Json, second.Json);
    }

    [Fact]
    public async Task Update_AnotherProcessChangedAFeature_UsesTheStoredOne()
    {
        var storage = new MemoryStorage();
        var sut = CreateSut(storage);
        await sut.ChangeAsync(Key, record => record.WithTurns([Turn("one") with { Feature = One }], 8));
        var item = await ReadItemAsync(storage, Key);

        await StoreAsync(storage, item.Json, [StoredFeature.From([Half.Zero]).Base64Text]);

        Assert.Equal([Half.Zero], (await sut.ReadAsync(Key)).Turns[0].Feature!.GetValues()!);
    }

    [Fact]
    public async Task Update_ManyConversations_EachHasItsOwnRecord()
    {
        var sut = CreateSut(new MemoryStorage());
        string[] keys = [.. Enumerable.Range(0, 1000).Select(number => $"{Key}/{number}")];
        foreach (var key in keys)
            await sut.ChangeAsync(key, record => record.WithTurns([Turn(key)], 8));

        foreach (var key in keys)
            Assert.Equal(key, Assert.Single((await sut.ReadAsync(key)).Turns).Text);
    }

    [Fact]
    public async Task Update_ConflictAgainAndAgain_WaitsLongerButNotForEver()
    {
        var time = new ObservableTime(isOver: IsBackoff);
        var sut = StoreAccess.Create(new ConflictingStorage(), time);

        await Assert.ThrowsAsync<InvalidOperationException>(() => AddTurn(sut, "mine"));

        Assert.InRange(time.Waits.Count, 8, 64);
        Assert.InRange(time.Waits.First(), TimeSpan.Zero, TimeSpan.FromMilliseconds(16));
        Assert.True(time.Waits.Max() > TimeSpan.FromMilliseconds(64));
        Assert.InRange(
            time.Waits.Aggregate((all, wait) => all + wait),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(3)
        );
    }

    [Fact]
    public async Task Update_StorageThatNeverAnswers_TimesOut()
    {
        var time = new ObservableTime();
        var sut = StoreAccess.Create(new HangingStorage(), time);

        var update = sut.UpdateAsync(Key, record => record, TimeSpan.FromSeconds(3), CancellationToken.None);
        time.Advance(await time.NextTimerAsync());

        Assert.Contains(
            "within 3 s",
            (await Assert.ThrowsAsync<TimeoutException>(() => update)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(409, true)]
    [InlineData(412, true)]
    [InlineData(503, false)]
    public void IsConflict_HttpStatusOfAnyClient_IsRead(int status, bool isConflict)
    {
        Assert.Equal(isConflict, StorageConflict.IsConflict(new BlobError(status)));
        Assert.Equal(isConflict, StorageConflict.IsConflict(new CosmosError((System.Net.HttpStatusCode)status)));
    }

    // Longer waits are time limits, which nothing here reaches.
    private static bool IsBackoff(TimeSpan wait) => wait <= TimeSpan.FromSeconds(1);

    private static ConversationStore CreateSut(IStorage storage) =>
        StoreAccess.Create(storage, new ObservableTime(isOver: IsBackoff));

    private static StoredTurn Turn(string text) => new(Speaker.User, Modality.Text, text);

    private static Task AddTurn(ConversationStore store, string text, int capacity = 8) =>
        store.ChangeAsync(Key, record => record.WithTurns([Turn(text)], capacity));

    private static Task StoreAsync(MemoryStorage storage, string json, IReadOnlyList<string>? features = null) =>
        storage.WriteAsync(
            new Dictionary<string, object>
            {
                [Key] = new ConversationItem
                {
                    Json = json,
                    Features = features,
                    ETag = "*",
                },
            },
            CancellationToken.None
        );

    private static async Task<ConversationItem> ReadItemAsync(MemoryStorage storage, string key) =>
        (ConversationItem)(await storage.ReadAsync([key], CancellationToken.None))[key];

    private sealed class BlobError(int status) : Exception
    {
        public int Status => status;
    }

    private sealed class CosmosError(System.Net.HttpStatusCode status) : Exception
    {
        public System.Net.HttpStatusCode StatusCode => status;
    }

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
