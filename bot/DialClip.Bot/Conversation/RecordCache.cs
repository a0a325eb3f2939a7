namespace DialClip.Bot.Conversation;

/// <summary>Keeps the last record of some conversations beside its JSON, so that JSON that this process wrote or read before is not parsed again. What is true is always what the storage holds.</summary>
internal sealed class RecordCache
{
    // Bounds the memory: some 30 KB each as a rule, and what a place held before is simply parsed again.
    private const int Places = 256;

    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>Gets the record of a JSON.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no record.</exception>
    public ConversationRecord Read(string key, string json)
    {
        ref var place = ref PlaceOf(key);
        if (Volatile.Read(ref place) is { } entry && entry.Key == key && entry.Json == json)
            return entry.Record;
        var record = ConversationRecord.FromJson(json);
        Volatile.Write(ref place, new(key, json, record));
        return record;
    }

    /// <summary>Gets the JSON of a record.</summary>
    public string Write(string key, ConversationRecord record)
    {
        var json = record.ToJson(out var written);
        Volatile.Write(ref PlaceOf(key), new(key, json, written));
        return json;
    }

    private ref Entry? PlaceOf(string key) =>
        ref entries[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Places];

    private sealed record Entry(string Key, string Json, ConversationRecord Record);
}
