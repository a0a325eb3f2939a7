namespace DialClip.Bot.Turns;

/// <summary>The kind of a turn's result.</summary>
internal enum TurnOutcome
{
    /// <summary>The plugin answered.</summary>
    Answered,

    /// <summary>Candidates were left for the host bot.</summary>
    Suggested,

    /// <summary>The plugin would have answered, but only observes.</summary>
    Observed,

    /// <summary>The policy chose silence.</summary>
    Silent,

    /// <summary>The plugin took no part.</summary>
    Passed,

    /// <summary>The turn's budget was spent before there was an answer.</summary>
    Abandoned,

    /// <summary>Something failed.</summary>
    Failed,

    /// <summary>The message was a command to the plugin.</summary>
    Command,

    /// <summary>The activity was seen before.</summary>
    Duplicate,
}
