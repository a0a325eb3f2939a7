namespace DialClip.Bot.Storage;

/// <summary>The errors that file and blob storage share.</summary>
internal static class StorageFault
{
    /// <summary>Someone else wrote meanwhile; the words are those of the SDK's own storages, and <see cref="State.StorageConflict"/> looks for them.</summary>
    public static InvalidOperationException Conflict(string place, string? expected, string? found) =>
        new(
            $"Etag conflict: {place} was read as '{expected}', but '{found}' is stored. Read it again and repeat the change."
        );

    public static InvalidDataException Unreadable(string place, string found, Exception? inner = null) =>
        new(
            $"The state in {place} cannot be read: {found}; expected JSON as this storage writes it. Nothing was changed. Restore it from a copy, or move it away so that the conversation begins anew.",
            inner
        );

    public static InvalidDataException TooLarge(string place, long bytes) =>
        new(
            $"The state in {place} has {bytes} bytes; expected at most {StorageDocument.MaxBytes}. Keep less in it: pictures and long lists belong elsewhere."
        );

    public static ArgumentException NotAnObject(string place, Type found) =>
        new(
            $"The state for {place} is a '{found}', which JSON does not write as an object; expected an object or a dictionary."
        );

    public static InvalidDataException TooDeep(string place) =>
        new(
            $"The state for {place} is nested more than {StorageDocument.MaxDepth} deep and could not be read back. Flatten it."
        );
}
