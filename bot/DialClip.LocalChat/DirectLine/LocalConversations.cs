using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>The conversations of the local chat, bounded in number and in time.</summary>
internal sealed class LocalConversations : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock sync = new();
    private readonly Dictionary<string, LocalConversation> conversations = new(StringComparer.Ordinal);
    private readonly DirectLineOptions limits;
    private readonly UploadStore uploads;
    private readonly TimeProvider time;
    private readonly ITimer sweep;
    private long bytes;

    public LocalConversations(IOptions<DirectLineOptions> options, UploadStore uploads, TimeProvider time)
    {
        (limits, this.uploads, this.time) = (options.Value, uploads, time);
        sweep = time.CreateTimer(_ => RemoveExpired(0), null, SweepInterval, SweepInterval);
    }

    /// <summary>Creates an id of 128 random bits.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Gets a conversation; null when it is unknown, expired or removed.</summary>
    public LocalConversation? Find(string id)
    {
        // Every addition to a conversation comes through here.
        if (Interlocked.Read(ref bytes) > limits.MaxHistoryBytesTotal)
            Shrink(id);
        lock (sync)
            return conversations.TryGetValue(id, out var conversation) && !IsExpired(conversation)
                ? conversation
                : null;
    }

    /// <summary>Gets a conversation; creates it when there is none.</summary>
    public LocalConversation Open(string id)
    {
        RemoveExpired(1);
        lock (sync)
        {
            if (!conversations.TryGetValue(id, out var conversation))
                conversations[id] = conversation = new(id, limits, time, more => Interlocked.Add(ref bytes, more));
            return conversation;
        }
    }

    public void Dispose() => sweep.Dispose();

    // Leaves room for so many more.
    private void RemoveExpired(int reserve)
    {
        List<LocalConversation> removed;
        lock (sync)
        {
            var surplus = conversations.Count - limits.MaxConversations + reserve;
            removed = [.. conversations.Values.Where(IsExpired)];
            if (removed.Count < surplus)
                removed =
                [
                    .. conversations
                        .Values.OrderBy(conversation => !IsExpired(conversation))
                        .ThenBy(conversation => conversation.LastUse)
                        .Take(surplus),
                ];
            foreach (var conversation in removed)
                conversations.Remove(conversation.Id);
        }
        removed.ForEach(End);
    }

    // Ends the least recently used until the others are within the limit; never the requested one.
    private void Shrink(string requestedId)
    {
        while (Interlocked.Read(ref bytes) > limits.MaxHistoryBytesTotal)
        {
            LocalConversation? oldest;
            lock (sync)
            {
                oldest = conversations
                    .Values.Where(conversation => conversation.Id != requestedId)
                    .MinBy(conversation => conversation.LastUse);
                if (oldest is null)
                    return;
                conversations.Remove(oldest.Id);
            }
            End(oldest);
        }
    }

    private void End(LocalConversation conversation)
    {
        conversation.End();
        uploads.Remove(conversation.Id);
    }

    private bool IsExpired(LocalConversation conversation) =>
        time.GetUtcNow() is var now
        && (now - conversation.LastUse > limits.IdleTimeout || now - conversation.Began > limits.ConversationLifetime);
}
