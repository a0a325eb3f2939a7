namespace DialClip.Artifacts;

/// <summary>The reasons for which an artifact cannot be used or stored.</summary>
public enum ArtifactFailure
{
    /// <summary>The manifest is malformed, or a value in it is out of range.</summary>
    Invalid,

    /// <summary>A folder, its manifest or one of its files does not exist.</summary>
    Missing,

    /// <summary>A file has another size or another SHA-256 than the manifest says.</summary>
    Damaged,

    /// <summary>The artifact is intact, but not the requested one.</summary>
    Mismatch,

    /// <summary>The path holds other bytes already; published artifacts are immutable.</summary>
    Conflict,

    /// <summary>The store could not be reached or refused, after every retry.</summary>
    Unavailable,
}
