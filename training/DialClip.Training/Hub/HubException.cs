namespace DialClip.Training.Hub;

/// <summary>A failure of a hub or of the network to it.</summary>
internal sealed class HubException(HubFailure failure, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>Gets the kind of failure, for callers that go on differently.</summary>
    public HubFailure Failure => failure;
}

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
