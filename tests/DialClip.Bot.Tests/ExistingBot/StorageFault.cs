namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The fault of the plugin's part of the storage.</summary>
internal enum StorageFault
{
    None,
    Away,
    Conflicts,
}
