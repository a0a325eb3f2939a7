using Microsoft.Bot.Builder;
using Newtonsoft.Json.Linq;

namespace DialClip.Testing.Storage;

/// <summary>What every storage does, wherever it keeps things: the ways of the SDK's MemoryStorage.</summary>
internal static class StorageContract
{
    private static readonly Func<IStorage, Task>[] All =
    [
        Read_NothingThere_GivesNothing,
        Write_Item_ComesBackWithATag,
        Write_UnderItsOwnTag_IsTakenAndChangesTheTag,
        Write_UnderAnOldTag_Conflicts,
        Write_WithoutTagOverAnItem_Conflicts,
        Write_Star_WritesOverAnything,
        Write_AnyTagWhereNothingIs_Creates,
        Write_PlainObject_LastWriterWins,
        Write_ItemOverPlainObject_IsTaken,
        Write_SeveralAndOneConflicts_ThoseBeforeItStay,
        Write_ObjectOfTheCaller_IsNotShared,
        Write_Null_LeavesNothing,
        Write_NoObject_IsRefused,
        Delete_Key_IsGoneAndMayBeWrittenAnew,
        Keys_Hostile_EachHasItsOwnValue,
        Write_EightAtOnce_NoCountIsLost,
    ];

    public static TheoryData<string> Clauses => [.. All.Select(clause => clause.Method.Name)];

    public static Task CheckAsync(string clause, IStorage storage) =>
        All.Single(one => one.Method.Name == clause)(storage);

    private static async Task Read_NothingThere_GivesNothing(IStorage sut)
    {
        Assert.Empty(await sut.ReadAsync(["absent"], default));
        Assert.Empty(await sut.ReadAsync([], default));
        await Assert.ThrowsAsync<ArgumentNullException>(() => sut.ReadAsync(null!, default));
        await Assert.ThrowsAsync<ArgumentNullException>(() => sut.WriteAsync(null!, default));
        await Assert.ThrowsAsync<ArgumentNullException>(() => sut.DeleteAsync(null!, default));
    }

    private static async Task Write_Item_ComesBackWithATag(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "Grüße 2024-05-01T10:00:00+02:00"), default);

        var found = await Note.ReadAsync(sut, "key");

        Assert.Equal("Grüße 2024-05-01T10:00:00+02:00", found!.Text);
        Assert.False(string.IsNullOrEmpty(found.ETag));
    }

    private static async Task Write_UnderItsOwnTag_IsTakenAndChangesTheTag(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "same"), default);
        var first = await Note.ReadAsync(sut, "key");
        await sut.WriteAsync(new Dictionary<string, object> { ["key"] = first! }, default);

        var second = await Note.ReadAsync(sut, "key");

        Assert.Equal("same", second!.Text);
        Assert.NotEqual(first!.ETag, second.ETag);
    }

    private static async Task Write_UnderAnOldTag_Conflicts(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "first"), default);
        var old = (await Note.ReadAsync(sut, "key"))!.ETag;
        await sut.WriteAsync(Note.At("key", "theirs", old), default);

        await ConflictsAsync(sut, Note.At("key", "mine", old));
        await ConflictsAsync(sut, Note.At("key", "mine", "no tag of anything\r\nx-injected: 1"));

        Assert.Equal("theirs", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    private static async Task Write_WithoutTagOverAnItem_Conflicts(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "first"), default);

        await ConflictsAsync(sut, Note.At("key", "second"));
        await ConflictsAsync(sut, Note.At("key", "second", ""));

        Assert.Equal("first", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    private static async Task Write_Star_WritesOverAnything(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "first", "*"), default);
        await sut.WriteAsync(Note.At("key", "second", "*"), default);

        Assert.Equal("second", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    private static async Task Write_AnyTagWhereNothingIs_Creates(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "first"), default);
        var tag = (await Note.ReadAsync(sut, "key"))!.ETag;
        await sut.DeleteAsync(["key"], default);

        await sut.WriteAsync(Note.At("key", "anew", tag), default);
        await sut.WriteAsync(Note.At("other", "new", "whatever"), default);

        Assert.Equal("anew", (await Note.ReadAsync(sut, "key"))!.Text);
        Assert.Equal("new", (await Note.ReadAsync(sut, "other"))!.Text);
    }

    private static async Task Write_PlainObject_LastWriterWins(IStorage sut)
    {
        await sut.WriteAsync(Plain("key", "first"), default);
        await sut.WriteAsync(Plain("key", "second"), default);

        var found = Json((await sut.ReadAsync(["key", "absent"], default))["key"]);

        // No tag in it, or BotState would take it for a property of its own.
        Assert.Equal("""{"Text":"second","list":[1,2.5,true,null]}""", found.ToString(Newtonsoft.Json.Formatting.None));
    }

    private static async Task Write_ItemOverPlainObject_IsTaken(IStorage sut)
    {
        await sut.WriteAsync(Plain("key", "plain"), default);

        await sut.WriteAsync(Note.At("key", "item"), default);

        Assert.Equal("item", (await Note.ReadAsync(sut, "key"))!.Text);
        await ConflictsAsync(sut, Note.At("key", "another"));
        await sut.WriteAsync(Plain("key", "plain again"), default);
        Assert.Equal("plain again", Note.FromStored((await sut.ReadAsync(["key"], default))["key"]).Text);
    }

    private static async Task Write_SeveralAndOneConflicts_ThoseBeforeItStay(IStorage sut)
    {
        await sut.WriteAsync(Note.At("b", "theirs"), default);
        var changes = new Dictionary<string, object>
        {
            ["a"] = new Note { Text = "a" },
            ["b"] = new Note { Text = "b" },
        };

        await ConflictsAsync(sut, changes);

        Assert.Equal(
            ["a", "theirs"],
            (await sut.ReadAsync(["a", "b"], default))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => Note.FromStored(pair.Value).Text)
        );
    }

    private static async Task Write_ObjectOfTheCaller_IsNotShared(IStorage sut)
    {
        var note = new Note { Text = "as written" };
        await sut.WriteAsync(new Dictionary<string, object> { ["key"] = note }, default);
        note.Text = "changed afterwards";

        Assert.Null(note.ETag);
        Assert.Equal("as written", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    private static async Task Write_Null_LeavesNothing(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "first"), default);

        await sut.WriteAsync(new Dictionary<string, object> { ["key"] = null! }, default);

        Assert.Empty(await sut.ReadAsync(["key"], default));
        await sut.WriteAsync(Note.At("key", "anew"), default);
        Assert.Equal("anew", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    private static async Task Write_NoObject_IsRefused(IStorage sut)
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            sut.WriteAsync(new Dictionary<string, object> { ["key"] = "only a text" }, default)
        );

        Assert.Empty(await sut.ReadAsync(["key"], default));
    }

    private static async Task Delete_Key_IsGoneAndMayBeWrittenAnew(IStorage sut)
    {
        await sut.WriteAsync(Note.At("key", "first"), default);

        await sut.DeleteAsync(["key", "absent"], default);

        Assert.Empty(await sut.ReadAsync(["key"], default));
        await sut.WriteAsync(Note.At("key", "anew"), default);
        Assert.Equal("anew", (await Note.ReadAsync(sut, "key"))!.Text);
    }

    private static async Task Keys_Hostile_EachHasItsOwnValue(IStorage sut)
    {
        await sut.WriteAsync(
            HostileKeys
                .All.Select((key, number) => (key, number))
                .ToDictionary(pair => pair.key, pair => (object)new Note { Text = $"{pair.number}" }),
            default
        );

        var found = await sut.ReadAsync(HostileKeys.All, default);

        Assert.Equal(
            HostileKeys.All.Select((_, number) => $"{number}"),
            HostileKeys.All.Select(key => Note.FromStored(found[key]).Text)
        );
        await sut.DeleteAsync(HostileKeys.All[..^1], default);
        Assert.Equal(HostileKeys.All[^1], Assert.Single(await sut.ReadAsync(HostileKeys.All, default)).Key);
    }

    private static async Task Write_EightAtOnce_NoCountIsLost(IStorage sut)
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var counted = 0; counted < 5; )
                        {
                            var note = await Note.ReadAsync(sut, "count") ?? new Note { Text = "0" };
                            note.Text =
                                $"{int.Parse(note.Text!, System.Globalization.CultureInfo.InvariantCulture) + 1}";
                            var conflict = await Record.ExceptionAsync(() =>
                                sut.WriteAsync(new Dictionary<string, object> { ["count"] = note }, default)
                            );
                            if (conflict is null)
                                counted++;
                            else
                                Assert.StartsWith("Etag conflict", conflict.Message, StringComparison.Ordinal);
                        }
                    })
                )
        );

        Assert.Equal("40", (await Note.ReadAsync(sut, "count"))!.Text);
    }

    private static async Task ConflictsAsync(IStorage sut, Dictionary<string, object> changes)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => sut.WriteAsync(changes, default));
        Assert.True(error is ArgumentException or InvalidOperationException, error.ToString());
        Assert.StartsWith("Etag conflict", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, object> Plain(string key, string text) =>
        new()
        {
            [key] = new Dictionary<string, object?>
            {
                ["Text"] = text,
                ["list"] = new List<object?> { 1, 2.5, true, null },
            },
        };

    private static JObject Json(object value) => value as JObject ?? JObject.FromObject(value);
}
