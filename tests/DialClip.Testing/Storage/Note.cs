using Microsoft.Bot.Builder;
using Newtonsoft.Json.Linq;

namespace DialClip.Testing.Storage;

/// <summary>Something to store that has a tag.</summary>
internal sealed class Note : IStoreItem
{
    public string? Text { get; set; }

    public string? ETag { get; set; }

    public static Dictionary<string, object> At(string key, string text, string? tag = null) =>
        new()
        {
            [key] = new Note { Text = text, ETag = tag },
        };

    /// <summary>Reads a note, whether the storage knows its type or not; null when there is none.</summary>
    public static async Task<Note?> ReadAsync(IStorage storage, string key) =>
        (await storage.ReadAsync([key], CancellationToken.None)).TryGetValue(key, out var value)
            ? FromStored(value)
            : null;

    public static Note FromStored(object value) =>
        value as Note ?? (value as JObject ?? JObject.FromObject(value)).ToObject<Note>()!;
}
