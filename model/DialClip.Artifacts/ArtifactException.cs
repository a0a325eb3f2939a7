namespace DialClip.Artifacts;

/// <summary>Tells that an artifact cannot be used or stored: what was found, what was expected and what to do.</summary>
public sealed class ArtifactException : Exception
{
    /// <summary>Makes the error of an unusable artifact without details.</summary>
    public ArtifactException()
        : this("The artifact cannot be used.") { }

    /// <summary>Makes the error of an <see cref="ArtifactFailure.Invalid"/> artifact.</summary>
    public ArtifactException(string message)
        : this(ArtifactFailure.Invalid, message) { }

    /// <summary>Makes the error of an <see cref="ArtifactFailure.Invalid"/> artifact from what was thrown beneath.</summary>
    public ArtifactException(string message, Exception innerException)
        : this(ArtifactFailure.Invalid, message, innerException) { }

    /// <summary>Makes the error with its reason.</summary>
    public ArtifactException(ArtifactFailure reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Gets the reason, for callers that go on differently.</summary>
    public ArtifactFailure Reason { get; }
}
