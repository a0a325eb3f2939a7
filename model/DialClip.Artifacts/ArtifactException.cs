using DialClip.Shared.Errors;

namespace DialClip.Artifacts;

/// <summary>
/// The exception for an artifact that cannot be used or stored. The message says what was found, expected and what to
/// do.
/// </summary>
public sealed class ArtifactException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public ArtifactException()
        : this("The artifact cannot be used.") { }

    /// <summary>Creates the exception of an <see cref="ArtifactFailure.Invalid"/> artifact.</summary>
    public ArtifactException(string message)
        : this(ArtifactFailure.Invalid, message) { }

    /// <summary>Creates the exception of an <see cref="ArtifactFailure.Invalid"/> artifact with its cause.</summary>
    public ArtifactException(string message, Exception innerException)
        : this(ArtifactFailure.Invalid, message, innerException) { }

    /// <summary>Creates the exception with its reason.</summary>
    public ArtifactException(ArtifactFailure reason, string message, Exception? innerException = null)
        // What an artifact holds is in the message, and goes to logs with it.
        : base(ErrorText.ToLine(message), innerException) => Reason = reason;

    /// <summary>Gets the reason, by which callers can branch.</summary>
    public ArtifactFailure Reason { get; }
}
