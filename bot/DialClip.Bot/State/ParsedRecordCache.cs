namespace DialClip.Bot.State;

/// <summary>
/// The last records of some conversations beside their JSON: a turn reads its record twice, and parsing is a third of
/// all that it allocates. The storage's JSON decides: a record is reused only where its JSON is the same.
/// </summary>
internal sealed class ParsedRecordCache
{
    // Some 30 KB each as a rule. Two conversations of one slot replace each other, which costs a parse.
    private const int Slots = 256;

    private readonly Entry?[] entries = new Entry?[Slots];

    /// <summary>Gets the record of a JSON text.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It has a newer layout.</exception>
    public ConversationRecord Parse(string key, string json)
    {
        ref var slot = ref GetSlot(key);
        if (Volatile.Read(ref slot) is { } entry && entry.Key == key && entry.Json == json)
            return entry.Record;
        var record = ConversationRecord.FromJson(json);
        Volatile.Write(ref slot, new(key, json, record));
        return record;
    }

    /// <summary>Gets the JSON text of a record that will be stored.</summary>
    public string Serialize(string key, ConversationRecord record)
    {
        var json = record.ToJson(out var stored);
        Volatile.Write(ref GetSlot(key), new(key, json, stored));
        return json;
    }

    private ref Entry? GetSlot(string key) =>
        ref entries[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Slots];

    private sealed record Entry(string Key, string Json, ConversationRecord Record);
}
