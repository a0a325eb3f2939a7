namespace DialClip.Artifacts.Stores;

/// <summary>Where artifacts are kept.</summary>
public enum ArtifactStoreKind
{
    /// <summary>In a folder of this machine.</summary>
    File,

    /// <summary>In a container of Azure Blob Storage.</summary>
    Blob,
}
