namespace DialClip.Artifacts;

/// <summary>Why an artifact could not be used or stored.</summary>
public enum ArtifactFailure
{
    /// <summary>It says something impossible, or its manifest is malformed.</summary>
    Invalid,

    /// <summary>A folder, its manifest or one of its files is not there.</summary>
    Missing,

    /// <summary>A file has another size or another SHA-256 than the manifest says.</summary>
    Damaged,

    /// <summary>It is whole, but not the one that was asked for.</summary>
    Mismatch,

    /// <summary>The place already holds something else; what is published never changes.</summary>
    Conflict,

    /// <summary>The store could not be reached or refused, after every retry.</summary>
    Unavailable,
}
