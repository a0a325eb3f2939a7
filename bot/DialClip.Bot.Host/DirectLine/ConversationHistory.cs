namespace DialClip.Bot.Host.DirectLine;

/// <summary>The last activities of a conversation, bounded in number and in bytes; the newest always stays. Not safe for several threads.</summary>
internal sealed class ConversationHistory(int maxActivities, int maxBytes)
{
    private readonly List<KeptActivity> kept = [];

    /// <summary>Gets how many bytes are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets how many places were given away; it is the watermark behind the newest activity.</summary>
    public long Places { get; private set; }

    /// <summary>Adds an activity behind all others.</summary>
    public KeptActivity Add(string id, string? clientId, byte[] json)
    {
        var added = new KeptActivity(Places++, id, clientId, json);
        kept.Add(added);
        Bytes += json.Length;
        var surplus = 0;
        for (; kept.Count - surplus > 1 && (kept.Count - surplus > maxActivities || Bytes > maxBytes); surplus++)
            Bytes -= kept[surplus].Json.Length;
        kept.RemoveRange(0, surplus);
        return added;
    }

    /// <summary>Puts a new version behind all others, so that readers who saw the old one get it, and forgets the old one.</summary>
    public void Replace(KeptActivity old, byte[] json)
    {
        kept.Remove(old);
        Bytes -= old.Json.Length;
        Add(old.Id, old.ClientId, json);
    }

    /// <summary>Gets an activity; null when there is none, or no longer.</summary>
    public KeptActivity? Find(Predicate<KeptActivity> fits) => kept.FindLast(fits);

    /// <summary>Gets what follows a watermark, as much as fits into a number of bytes and at least one.</summary>
    public IReadOnlyList<KeptActivity> After(long watermark, int most)
    {
        var first = kept.FindIndex(activity => activity.Place >= watermark);
        if (first < 0)
            return [];
        var end = first + 1;
        for (long size = kept[first].Json.Length; end < kept.Count && size + kept[end].Json.Length <= most; end++)
            size += kept[end].Json.Length;
        return kept[first..end];
    }
}
