using Microsoft.Bot.Builder;

namespace DialClip.Testing.Storage;

/// <summary>Writers that share nothing but a storage, as processes do, and append to one item under its ETag.</summary>
internal static class ConcurrentWriters
{
    private const string Key = "dialclip/test/talk/v1";

    /// <summary>Checks that eight writers at once lose nothing.</summary>
    public static async Task CheckAsync(Func<IStorage> open)
    {
        const int Writers = 8;
        const int Entries = 4;
        var meeting = new MeetingStorage.Meeting(Writers);

        var attempts = await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer => Task.Run(() => AppendAsync(new MeetingStorage(open(), meeting), writer, Entries)))
        );

        // They did meet, or this shows nothing.
        Assert.True(attempts.Max() > 1);
        await AssertCompleteAsync(open(), Writers, Entries);
    }

    /// <summary>Appends the entries of one writer, each in a write of its own.</summary>
    /// <returns>The most attempts that one entry took.</returns>
    public static async Task<int> AppendAsync(IStorage storage, int writer, int entries)
    {
        var most = 0;
        for (var entry = 0; entry < entries; entry++)
        {
            var attempts = 1;
            while (!await TryAppendAsync(storage, $"{writer}.{entry}"))
                attempts++;
            most = Math.Max(most, attempts);
        }
        return most;
    }

    /// <summary>Asserts that every entry is there once, those of each writer in order.</summary>
    public static async Task AssertCompleteAsync(IStorage storage, int writers, int entries)
    {
        var found = (await Note.ReadAsync(storage, Key))!.Text!.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        for (var writer = 0; writer < writers; writer++)
            Assert.Equal(
                Enumerable.Range(0, entries).Select(entry => $"{writer}.{entry}"),
                found.Where(entry => entry.StartsWith($"{writer}.", StringComparison.Ordinal))
            );
        Assert.Equal(writers * entries, found.Length);
    }

    private static async Task<bool> TryAppendAsync(IStorage storage, string entry)
    {
        var note = await Note.ReadAsync(storage, Key) ?? new Note();
        note.Text += entry + " ";
        try
        {
            await storage.WriteAsync(new Dictionary<string, object> { [Key] = note }, CancellationToken.None);
            return true;
        }
        catch (Exception error)
            when (error is InvalidOperationException or ArgumentException
                && error.Message.StartsWith("Etag conflict", StringComparison.Ordinal)
            )
        {
            return false;
        }
    }
}
