using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// The conversations of the local chat, bounded in number, for each network and in all, in bytes and in time.
/// </summary>
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
        sweep = time.CreateTimer(_ => RemoveExpired(), null, SweepInterval, SweepInterval);
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

    /// <summary>
    /// Gets a conversation; creates it when there is none. Where its network has too many, one of these goes; where all
    /// have too many, one of the network that has the most.
    /// </summary>
    /// <param name="id">The id.</param>
    /// <param name="network">The caller's network.</param>
    public LocalConversation Open(string id, string network)
    {
        RemoveExpired();
        LocalConversation? surplus = null;
        LocalConversation? conversation;
        lock (sync)
            if (!conversations.TryGetValue(id, out conversation))
            {
                surplus = FindSurplus(network);
                if (surplus is not null)
                    conversations.Remove(surplus.Id);
                conversation = new(id, network, limits, time, more => Interlocked.Add(ref bytes, more));
                conversations[id] = conversation;
            }
        if (surplus is not null)
            End(surplus);
        return conversation;
    }

    public void Dispose() => sweep.Dispose();

    private void RemoveExpired()
    {
        List<LocalConversation> removed;
        lock (sync)
        {
            removed = [.. conversations.Values.Where(IsExpired)];
            foreach (var conversation in removed)
                conversations.Remove(conversation.Id);
        }
        removed.ForEach(End);
    }

    private LocalConversation? FindSurplus(string network)
    {
        var own = conversations.Values.Where(conversation => conversation.Network == network).ToList();
        if (own.Count >= limits.MaxConversationsPerAddress)
            return own.MinBy(conversation => conversation.Rank);
        return conversations.Count >= limits.MaxConversations ? FindLowest(conversations.Values, _ => 1) : null;
    }

    // Ends conversations until the others are within the limit; never the requested one.
    private void Shrink(string requestedId)
    {
        while (Interlocked.Read(ref bytes) > limits.MaxHistoryBytesTotal)
        {
            LocalConversation? surplus;
            lock (sync)
            {
                surplus = FindLowest(
                    conversations.Values.Where(conversation => conversation.Id != requestedId),
                    conversation => conversation.Bytes
                );
                if (surplus is null)
                    return;
                conversations.Remove(surplus.Id);
            }
            End(surplus);
        }
    }

    // Of the networks that take the most; so nobody's many conversations end another's only one.
    private static LocalConversation? FindLowest(
        IEnumerable<LocalConversation> candidates,
        Func<LocalConversation, long> getCost
    )
    {
        var networks = candidates
            .GroupBy(conversation => conversation.Network, StringComparer.Ordinal)
            .Select(group => (Conversations: group.AsEnumerable(), Cost: group.Sum(getCost)))
            .ToList();
        var most = networks.Select(network => network.Cost).DefaultIfEmpty().Max();
        return networks
            .Where(network => network.Cost == most)
            .SelectMany(network => network.Conversations)
            .MinBy(conversation => conversation.Rank);
    }

    private void End(LocalConversation conversation)
    {
        conversation.End();
        uploads.Remove(conversation.Id);
    }

    private bool IsExpired(LocalConversation conversation) =>
        conversation.IdleTime > limits.IdleTimeout || conversation.Age > limits.ConversationLifetime;
}
