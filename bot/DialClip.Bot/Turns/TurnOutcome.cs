namespace DialClip.Bot.Turns;

/// <summary>What became of a message.</summary>
internal enum TurnOutcome
{
    /// <summary>The plugin answered.</summary>
    Answered,

    /// <summary>Candidates were left for the host bot.</summary>
    Suggested,

    /// <summary>The plugin would have answered, and was to be quiet.</summary>
    Observed,

    /// <summary>The policy chose silence.</summary>
    Silent,

    /// <summary>The plugin was not to take part.</summary>
    Passed,

    /// <summary>The turn's budget was spent before there was an answer.</summary>
    Abandoned,

    /// <summary>Something failed.</summary>
    Failed,

    /// <summary>It was a command to the plugin.</summary>
    Command,

    /// <summary>It had been taken on before.</summary>
    Duplicate,
}
