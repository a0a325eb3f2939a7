namespace DialClip.Training.Hub;

/// <summary>The kinds of failure of a hub.</summary>
internal enum HubFailure
{
    /// <summary>The response is not what was requested.</summary>
    Unexpected,

    /// <summary>A body ended early or stalled; the bytes so far are valid, and the rest can be requested.</summary>
    Interrupted,

    /// <summary>The hub is busy, failing or unreachable, after every retry.</summary>
    Unavailable,

    /// <summary>Access is denied; some hubs also answer so where there is no such repository.</summary>
    Refused,

    /// <summary>There is no such repository, revision or file.</summary>
    NotFound,
}
