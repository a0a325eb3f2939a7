using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>The conversations of the local chat, bounded in number and in time.</summary>
internal sealed class ConversationStore : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock sync = new();
    private readonly Dictionary<string, LocalConversation> conversations = new(StringComparer.Ordinal);
    private readonly DirectLineOptions limits;
    private readonly UploadStore uploads;
    private readonly TimeProvider time;
    private readonly ITimer sweep;
    private long bytes;

    public ConversationStore(IOptions<DirectLineOptions> options, UploadStore uploads, TimeProvider time)
    {
        (limits, this.uploads, this.time) = (options.Value, uploads, time);
        sweep = time.CreateTimer(_ => Forget(0), null, SweepInterval, SweepInterval);
    }

    /// <summary>Makes an id that nobody can guess.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Gets a conversation; null when it is unknown or was forgotten.</summary>
    public LocalConversation? Find(string id)
    {
        // Whoever adds to a conversation finds it first.
        if (Interlocked.Read(ref bytes) > limits.MaxHistoryBytesTotal)
            Shrink(id);
        lock (sync)
            return conversations.TryGetValue(id, out var found) && !IsOver(found) ? found : null;
    }

    /// <summary>Gets a conversation, a new one when there is none.</summary>
    public LocalConversation Open(string id)
    {
        Forget(1);
        lock (sync)
        {
            if (!conversations.TryGetValue(id, out var conversation))
                conversations[id] = conversation = new(id, limits, time, more => Interlocked.Add(ref bytes, more));
            return conversation;
        }
    }

    public void Dispose() => sweep.Dispose();

    // Makes room for some more.
    private void Forget(int room)
    {
        List<LocalConversation> over;
        lock (sync)
        {
            var surplus = conversations.Count - limits.MaxConversations + room;
            over = [.. conversations.Values.Where(IsOver)];
            if (over.Count < surplus)
                over =
                [
                    .. conversations
                        .Values.OrderBy(conversation => !IsOver(conversation))
                        .ThenBy(conversation => conversation.LastUse)
                        .Take(surplus),
                ];
            foreach (var conversation in over)
                conversations.Remove(conversation.Id);
        }
        over.ForEach(End);
    }

    // Ends those that were quiet the longest until the others keep no more bytes than they may; never the one that is asked for.
    private void Shrink(string asked)
    {
        while (Interlocked.Read(ref bytes) > limits.MaxHistoryBytesTotal)
        {
            LocalConversation? quiet;
            lock (sync)
            {
                quiet = conversations
                    .Values.Where(conversation => conversation.Id != asked)
                    .MinBy(conversation => conversation.LastUse);
                if (quiet is null)
                    return;
                conversations.Remove(quiet.Id);
            }
            End(quiet);
        }
    }

    private void End(LocalConversation conversation)
    {
        conversation.End();
        uploads.Forget(conversation.Id);
    }

    private bool IsOver(LocalConversation conversation) =>
        time.GetUtcNow() is var now
        && (now - conversation.LastUse > limits.IdleTimeout || now - conversation.Began > limits.ConversationLifetime);
}
