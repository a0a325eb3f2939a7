namespace DialClip.Training.Hub;

/// <summary>The server says that it holds no such thing; asking again would not help.</summary>
internal sealed class NotThereException(string message) : IOException(message);
