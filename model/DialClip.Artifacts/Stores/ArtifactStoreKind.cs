namespace DialClip.Artifacts.Stores;

/// <summary>The kinds of artifact stores.</summary>
public enum ArtifactStoreKind
{
    /// <summary>A folder on this machine.</summary>
    File,

    /// <summary>A container in Azure Blob Storage.</summary>
    Blob,
}
