using System.Text.Json;
using System.Text.Json.Nodes;
using DialClip.Shared.Erasure;

namespace DialClip.Training.Erasure;

/// <summary>
/// A record as files and blobs hold it: a JSON document with its key and the value that has two parts.
/// </summary>
internal sealed class RecordDocument
{
    private readonly JsonObject document;
    private readonly JsonObject value;

    private RecordDocument(string key, JsonObject document, JsonObject value) =>
        (Key, this.document, this.value) = (key, document, value);

    /// <summary>Gets the key.</summary>
    public string Key { get; }

    /// <summary>Parses a document; null where it is none.</summary>
    public static RecordDocument? Parse(string text)
    {
        try
        {
            return
                JsonNode.Parse(text) is JsonObject document
                && document["key"] is JsonValue key
                && key.TryGetValue<string>(out var name)
                && document["value"] is JsonObject value
                ? new(name, document, value)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Erases from the document.</summary>
    /// <returns>What was found, and the changed document where a part was.</returns>
    public (UserErasure.Finding Finding, byte[]? Changed) Erase(RecordErasure erase)
    {
        var features = (value["Features"] as JsonArray)?.Select(feature => feature?.GetValue<string>()).ToList();
        var (finding, json, left) = erase(value["Json"]?.GetValue<string>() ?? "", features);
        if (finding != UserErasure.Finding.Part)
            return (finding, null);
        value["Json"] = json;
        value["Features"] = left is null ? null : new JsonArray([.. left.Select(feature => (JsonNode?)feature)]);
        document["write"] = Guid.NewGuid().ToString("N");
        return (finding, JsonSerializer.SerializeToUtf8Bytes(document));
    }
}
