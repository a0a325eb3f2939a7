using Microsoft.Bot.Builder;
using Microsoft.Bot.Builder.Adapters;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class BotStateTests
{
    [Fact]
    public async Task Accessor_ValueSetInOneTurn_IsThereInTheNext()
    {
        var state = new ConversationState(new MemoryStorage());
        var count = state.CreateProperty<int>("count");
        var adapter = new TestAdapter().Use(new AutoSaveStateMiddleware(state));

        await new TestFlow(adapter, async (turn, token) =>
        {
            var value = await count.GetAsync(turn, () => 10, token) + 1;
            await count.SetAsync(turn, value, token);
            await turn.SendActivityAsync($"{value}", cancellationToken: token);
        }).Test("a", "11").Test("b", "12").StartTestAsync();
    }

    [Fact]
    public async Task Accessor_ObjectChangedInPlace_IsSavedWithItsType()
    {
        var state = new UserState(new MemoryStorage());
        var profile = state.CreateProperty<Profile>("profile");
        var adapter = new TestAdapter().Use(new AutoSaveStateMiddleware(state));

        await new TestFlow(adapter, async (turn, token) =>
        {
            var known = await profile.GetAsync(turn, () => new Profile(), token);
            known.Words.Add(turn.Activity.Text);
            await turn.SendActivityAsync(string.Join(',', known.Words), cancellationToken: token);
        }).Test("a", "a").Test("b", "a,b").StartTestAsync();
    }

    [Fact]
    public async Task Accessor_NoValueAndNoDefault_GivesTheTypesDefault()
    {
        var state = new ConversationState(new MemoryStorage());

        await new TestAdapter().SendTextToBotAsync("hi", async (turn, token) =>
        {
            Assert.Equal(0, await state.CreateProperty<int>("number").GetAsync(turn, cancellationToken: token));
            Assert.Null(await state.CreateProperty<string>("text").GetAsync(turn, cancellationToken: token));
        }, default);
    }

    [Fact]
    public async Task AutoSave_TurnThrows_NothingIsWritten()
    {
        var storage = new CountingStorage();
        var state = new ConversationState(storage);
        var adapter = new TestAdapter { OnTurnError = (_, _) => Task.CompletedTask }.Use(new AutoSaveStateMiddleware(state));

        await adapter.SendTextToBotAsync("hi", async (turn, token) =>
        {
            await state.CreateProperty<string>("text").SetAsync(turn, "lost", token);
            throw new InvalidDataException("boom");
        }, default);

        Assert.Equal((1, 0), (storage.Reads, storage.Writes));
    }

    [Fact]
    public async Task SaveChanges_NothingChanged_DoesNotWriteUnlessForced()
    {
        var storage = new CountingStorage();
        var state = new ConversationState(storage);

        await new TestAdapter().SendTextToBotAsync("hi", async (turn, token) =>
        {
            await state.LoadAsync(turn, cancellationToken: token);
            await state.LoadAsync(turn, cancellationToken: token);
            await state.SaveChangesAsync(turn, cancellationToken: token);
            Assert.Equal((1, 0), (storage.Reads, storage.Writes));

            await state.SaveChangesAsync(turn, force: true, token);
            Assert.Equal(1, storage.Writes);
        }, default);
    }

    [Fact]
    public async Task StorageKeys_EachKindOfState_NamesChannelConversationAndUser()
    {
        var storage = new CountingStorage();
        BotState[] states = [new ConversationState(storage), new UserState(storage), new PrivateConversationState(storage)];

        await new TestAdapter("msteams").SendTextToBotAsync("hi", (turn, token) => new BotStateSet(states).LoadAllAsync(turn, cancellationToken: token),
            default);

        Assert.Equal(["msteams/conversations/Conversation1", "msteams/users/user1", "msteams/conversations/Conversation1/users/user1"], storage.Keys);
    }

    [Fact]
    public async Task ClearState_ThenSave_ForgetsEverything()
    {
        var state = new ConversationState(new MemoryStorage());
        var text = state.CreateProperty<string>("text");
        var adapter = new TestAdapter().Use(new AutoSaveStateMiddleware(state));

        await new TestFlow(adapter, async (turn, token) =>
        {
            await turn.SendActivityAsync(await text.GetAsync(turn, () => "none", token), cancellationToken: token);
            if (turn.Activity.Text == "clear")
                await state.ClearStateAsync(turn, token);
            else
                await text.SetAsync(turn, turn.Activity.Text, token);
        }).Test("a", "none").Test("clear", "a").Test("b", "none").StartTestAsync();
    }

    internal sealed class Profile
    {
        public List<string> Words { get; } = [];
    }

    private sealed class CountingStorage : IStorage
    {
        private readonly MemoryStorage inner = new();

        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public List<string> Keys { get; } = [];

        public Task<IDictionary<string, object>> ReadAsync(string[] keys, CancellationToken cancellationToken = default)
        {
            Reads++;
            Keys.AddRange(keys);
            return inner.ReadAsync(keys, cancellationToken);
        }

        public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
        {
            Writes++;
            return inner.WriteAsync(changes, cancellationToken);
        }

        public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) => inner.DeleteAsync(keys, cancellationToken);
    }
}
