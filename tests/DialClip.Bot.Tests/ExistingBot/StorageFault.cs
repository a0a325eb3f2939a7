namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>What is wrong with the plugin's part of the storage.</summary>
internal enum StorageFault
{
    None,
    Away,
    Conflicts,
}
