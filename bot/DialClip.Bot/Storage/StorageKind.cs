namespace DialClip.Bot.Storage;

/// <summary>Where conversations are kept.</summary>
public enum StorageKind
{
    /// <summary>In the storage that the bot itself has registered.</summary>
    Host,

    /// <summary>In this process; they end with it.</summary>
    Memory,

    /// <summary>In a folder of this machine.</summary>
    File,

    /// <summary>In a container of Azure Blob Storage.</summary>
    Blob,
}
