namespace DialClip.Training.Hub;

/// <summary>The kinds of failure of a hub.</summary>
internal enum HubFailure
{
    /// <summary>The hub answered with something else than what was asked for.</summary>
    Unexpected,

    /// <summary>A body broke off or stalled; what has arrived is good, and the rest can be asked for.</summary>
    Interrupted,

    /// <summary>The hub is busy, broken or unreachable, after every retry.</summary>
    Unavailable,

    /// <summary>The hub refuses; some answer so, too, where there is nothing.</summary>
    Refused,

    /// <summary>There is no such repository, revision or file.</summary>
    NotFound,
}
