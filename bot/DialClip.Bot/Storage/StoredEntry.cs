namespace DialClip.Bot.Storage;

/// <summary>A value in a listing of a storage.</summary>
/// <param name="Key">The key.</param>
/// <param name="Written">When the value was written last.</param>
/// <param name="Tag">The version of the value, in a form that only the storage knows.</param>
public sealed record StoredEntry(string Key, DateTimeOffset Written, string Tag);
