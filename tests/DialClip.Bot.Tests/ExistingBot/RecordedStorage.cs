using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The bot's storage, which writes down what the bot keeps; the plugin's keys may be broken.</summary>
internal sealed class RecordedStorage(Transcript transcript, StorageFault fault = StorageFault.None) : IStorage
{
    private readonly MemoryStorage memory = new();

    /// <summary>Gets how often the plugin used it.</summary>
    public int UsesByPlugin { get; private set; }

    public Task<IDictionary<string, object>> ReadAsync(string[] keys, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken(keys);
        return memory.ReadAsync(keys, cancellationToken);
    }

    public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken(changes.Keys);
        foreach (var (key, value) in changes.Where(change => !IsOfPlugin(change.Key)))
            transcript.Add($"store '{key}'", value);
        return memory.WriteAsync(changes, cancellationToken);
    }

    public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken(keys);
        foreach (var key in keys.Where(key => !IsOfPlugin(key)))
            transcript.Add("forget", key);
        return memory.DeleteAsync(keys, cancellationToken);
    }

    private static bool IsOfPlugin(string key) => key.StartsWith("dialclip/", StringComparison.Ordinal);

    private void ThrowIfBroken(IEnumerable<string> keys)
    {
        if (!keys.Any(IsOfPlugin))
            return;
        UsesByPlugin++;
        if (fault == StorageFault.Away)
            throw new IOException("The storage is away.");
        if (fault == StorageFault.Conflicts)
            throw new ArgumentException("Etag conflict.");
    }
}
