namespace DialClip.Bot.Replies;

/// <summary>What the host's gates did to a turn.</summary>
internal enum GateVerdict
{
    /// <summary>The mode is as configured.</summary>
    Unchanged,

    /// <summary>A gate changed the mode.</summary>
    Changed,

    /// <summary>A gate could not be asked.</summary>
    Failed,
}
