using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.Bot.Builder;

/// <summary>Keeps objects in this process only, as JSON, so that a reader never shares an object with a writer.</summary>
public class MemoryStorage : IStorage
{
    private const string TagKey = "eTag";

    // Types are written beside the values, or a dictionary of state would come back as bare JSON; only this process writes here.
    private static readonly JsonSerializer DefaultSerializer = new JsonSerializer
    {
        TypeNameHandling = TypeNameHandling.All,
        ReferenceLoopHandling = ReferenceLoopHandling.Error,
        MaxDepth = null,
    };

    private readonly JsonSerializer serializer;
    private readonly Dictionary<string, JObject> memory;
    private readonly Lock sync = new();
    private int nextTag;

    public MemoryStorage(JsonSerializer jsonSerializer, Dictionary<string, JObject> dictionary = null)
    {
        ArgumentNullException.ThrowIfNull(jsonSerializer);
        serializer = jsonSerializer;
        memory = dictionary ?? [];
    }

    public MemoryStorage(Dictionary<string, JObject> dictionary = null)
        : this(DefaultSerializer, dictionary)
    {
    }

    public Task DeleteAsync(string[] keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        lock (sync)
        {
            foreach (var key in keys)
                memory.Remove(key);
        }

        return Task.CompletedTask;
    }

    public Task<IDictionary<string, object>> ReadAsync(string[] keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var found = new Dictionary<string, object>(keys.Length);
        lock (sync)
        {
            foreach (var key in keys)
                if (memory.TryGetValue(key, out var state) && state is not null)
                    found.Add(key, state.ToObject<object>(serializer));
        }

        return Task.FromResult<IDictionary<string, object>>(found);
    }

    /// <summary>Writes objects; those before a conflict are written, those after it are not.</summary>
    /// <exception cref="ArgumentException">An item's tag is neither '*' nor that of what is stored.</exception>
    public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (sync)
        {
            foreach (var (key, value) in changes)
                memory[key] = Tagged(value, memory.GetValueOrDefault(key));
        }

        return Task.CompletedTask;
    }

    private JObject Tagged(object value, JObject stored)
    {
        var state = value is null ? null : JObject.FromObject(value, serializer);
        if (value is not IStoreItem item)
            return state;
        var storedTag = stored?[TagKey]?.Value<string>();
        if (storedTag is not null && item.ETag != "*" && item.ETag != storedTag)
            throw new ArgumentException(
                $"Etag conflict: the item was read as '{item.ETag}', but '{storedTag}' is stored. Read it again and repeat the change.");
        state[TagKey] = (nextTag++).ToString(CultureInfo.InvariantCulture);
        return state;
    }
}
