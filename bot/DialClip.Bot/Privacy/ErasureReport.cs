namespace DialClip.Bot.Privacy;

/// <summary>What an erasure did.</summary>
public sealed record ErasureReport
{
    /// <summary>Gets the number of records, and of copies of unreadable ones, that were removed.</summary>
    public int RemovedRecords { get; init; }

    /// <summary>Gets the number of records from which turns or ratings were removed.</summary>
    public int ChangedRecords { get; init; }

    /// <summary>Gets the number of events that were erased from the experiment log.</summary>
    public int ErasedEvents { get; init; }

    /// <summary>
    /// Gets the number of the channel's records whose turns do not say who spoke, because an earlier build stored
    /// them. They stay; those of the user can be erased by their conversations' ids, and all end by their age.
    /// </summary>
    public int UnattributedRecords { get; init; }

    /// <summary>Gets what could not be reached, and what to do about it: one sentence each; empty as a rule.</summary>
    public IReadOnlyList<string> Unreached { get; init; } = [];
}
