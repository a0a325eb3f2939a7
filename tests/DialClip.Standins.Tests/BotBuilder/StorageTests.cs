using Microsoft.Bot.Builder;

namespace DialClip.Standins.Tests.BotBuilder;

public sealed class StorageTests
{
    [Fact]
    public async Task WriteAsync_ItemReadByTwo_SecondWriterConflictsUntilItReadsAgain()
    {
        var storage = new MemoryStorage();
        await storage.WriteAsync(One(new Note { Text = "one" }), default);
        var mine = await ReadAsync(storage);
        var theirs = await ReadAsync(storage);

        theirs.Text = "theirs";
        await storage.WriteAsync(One(theirs), default);
        mine.Text = "mine";
        var conflict = await Assert.ThrowsAsync<ArgumentException>(() => storage.WriteAsync(One(mine), default));
        var again = await ReadAsync(storage);
        again.Text += " and mine";
        await storage.WriteAsync(One(again), default);

        Assert.StartsWith("Etag conflict", conflict.Message, StringComparison.Ordinal);
        Assert.Equal("theirs and mine", (await ReadAsync(storage)).Text);
        Assert.NotEqual(again.ETag, (await ReadAsync(storage)).ETag);
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData(null, false)]
    [InlineData("not the tag", false)]
    public async Task WriteAsync_OverAnItem_TagDecides(string? tag, bool written)
    {
        var storage = new MemoryStorage();
        await storage.WriteAsync(One(new Note { Text = "old" }), default);

        var error = await Record.ExceptionAsync(() => storage.WriteAsync(One(new Note { Text = "new", ETag = tag }), default));

        Assert.Equal(written, error is null);
        Assert.Equal(written ? "new" : "old", (await ReadAsync(storage)).Text);
    }

    [Fact]
    public async Task WriteAsync_PlainObject_LastWriterWins()
    {
        var storage = new MemoryStorage();

        await storage.WriteAsync(new Dictionary<string, object> { ["k"] = new Dictionary<string, object> { ["n"] = 1L } }, default);
        await storage.WriteAsync(new Dictionary<string, object> { ["k"] = new Dictionary<string, object> { ["n"] = 2L } }, default);

        var stored = Assert.IsAssignableFrom<IDictionary<string, object>>((await storage.ReadAsync(["k", "absent"], default))["k"]);
        Assert.Equal(2L, stored["n"]);
    }

    [Fact]
    public async Task ReadAsync_ObjectChangedAfterwards_StoredOneStays()
    {
        var storage = new MemoryStorage();
        await storage.WriteAsync(One(new Note { Text = "kept" }), default);

        (await ReadAsync(storage)).Text = "changed in memory only";

        Assert.Equal("kept", (await ReadAsync(storage)).Text);
    }

    [Fact]
    public async Task DeleteAsync_Item_IsGoneAndMayBeWrittenAnew()
    {
        var storage = new MemoryStorage();
        await storage.WriteAsync(One(new Note { Text = "old" }), default);

        await storage.DeleteAsync(["note", "absent"], default);

        Assert.Empty(await storage.ReadAsync(["note"], default));
        await storage.WriteAsync(One(new Note { Text = "new", ETag = "whatever" }), default);
        Assert.Equal("new", (await ReadAsync(storage)).Text);
    }

    private static Dictionary<string, object> One(Note note) => new() { ["note"] = note };

    private static async Task<Note> ReadAsync(MemoryStorage storage) => (await storage.ReadAsync<Note>(["note"]))["note"];

    internal sealed class Note : IStoreItem
    {
        public string? Text { get; set; }

        public string? ETag { get; set; }
    }
}
