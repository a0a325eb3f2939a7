namespace DialClip.Training.Hub;

/// <summary>The server will not give it; some say so, too, where there is nothing.</summary>
internal sealed class RefusedException(string message) : IOException(message);
