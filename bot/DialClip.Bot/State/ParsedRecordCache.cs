using System.Collections.Concurrent;
using DialClip.Bot.Conversation;

namespace DialClip.Bot.State;

/// <summary>
/// The last records of some conversations beside their stored form: a turn reads its record twice, and parsing would
/// allocate more than the rest of the read. A record is reused only where the stored form is the same.
/// </summary>
internal sealed class ParsedRecordCache
{
    // Of each of the two dictionaries; a record has some 30 KB as a rule.
    private const int Capacity = 256;

    private ConcurrentDictionary<string, Entry> recent = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, Entry> older = new(StringComparer.Ordinal);

    /// <summary>Gets the record that is stored.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It has a newer layout.</exception>
    public ConversationRecord Parse(string key, ConversationItem item)
    {
        if (
            (recent.TryGetValue(key, out var entry) || older.TryGetValue(key, out entry))
            && entry.Json == item.Json
            && AreEqual(entry.Features, item.Features)
        )
            return entry.Record;
        var record = RecordSerializer.Deserialize(item);
        Add(key, new(item.Json, item.Features, record));
        return record;
    }

    /// <summary>Gets the stored form of a record.</summary>
    public ConversationItem Serialize(string key, ConversationRecord record)
    {
        var item = RecordSerializer.Serialize(record, out var stored);
        Add(key, new(item.Json, item.Features, stored));
        return item;
    }

    /// <summary>Drops a record.</summary>
    public void Remove(string key)
    {
        recent.TryRemove(key, out _);
        older.TryRemove(key, out _);
    }

    /// <summary>Drops all records.</summary>
    public void Clear() => (older, recent) = (new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    // Strings are compared by reference first, which is all that a storage in memory needs.
    private static bool AreEqual(IReadOnlyList<string?>? first, IReadOnlyList<string?>? second)
    {
        if (first is null || second is null || first.Count != second.Count)
            return first is null && second is null;
        for (var index = 0; index < first.Count; index++)
            if (first[index] != second[index])
                return false;
        return true;
    }

    // When the recent records are many, they become the older ones, and what was older is dropped.
    private void Add(string key, Entry entry)
    {
        if (!recent.ContainsKey(key) && recent.Count >= Capacity)
            (older, recent) = (recent, new(StringComparer.Ordinal));
        recent[key] = entry;
    }

    private sealed record Entry(string Json, IReadOnlyList<string?>? Features, ConversationRecord Record);
}
