namespace DialClip.Training.Hub;

/// <summary>A failure of the network or the hub that may pass; everything else is not tried again.</summary>
internal sealed class PassingException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Gets how long the hub asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
