using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>The conversations of the local chat, bounded in number and in time.</summary>
internal sealed class ConversationStore(IOptions<DirectLineOptions> options, TimeProvider time)
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, LocalConversation> conversations = new(StringComparer.Ordinal);

    /// <summary>Makes an id that nobody can guess.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Gets a conversation; null when it is unknown or was forgotten.</summary>
    public LocalConversation? Find(string id)
    {
        lock (sync)
            return conversations.TryGetValue(id, out var found) && time.GetUtcNow() - found.LastUse <= options.Value.IdleTimeout ? found : null;
    }

    /// <summary>Gets a conversation, a new one when there is none.</summary>
    public LocalConversation Open(string id)
    {
        lock (sync)
        {
            Forget();
            if (!conversations.TryGetValue(id, out var conversation))
                conversations[id] = conversation = new(id, options.Value.MaxActivities, time);
            return conversation;
        }
    }

    private void Forget()
    {
        var oldest = time.GetUtcNow() - options.Value.IdleTimeout;
        var surplus = conversations.Count - options.Value.MaxConversations + 1;
        foreach (var (id, _) in conversations.OrderBy(pair => pair.Value.LastUse).Where((pair, place) => pair.Value.LastUse < oldest || place < surplus).ToList())
            conversations.Remove(id);
    }
}
