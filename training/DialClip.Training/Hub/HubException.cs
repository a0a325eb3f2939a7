namespace DialClip.Training.Hub;

/// <summary>A failure of a hub or of the network to it.</summary>
internal sealed class HubException(HubFailure failure, string message, Exception? inner = null)
    : IOException(message, inner)
{
    /// <summary>Gets the kind of failure.</summary>
    public HubFailure Failure => failure;
}
