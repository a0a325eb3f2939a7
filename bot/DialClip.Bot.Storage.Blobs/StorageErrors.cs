namespace DialClip.Bot.Storage.Blobs;

/// <summary>Errors of storages that write <see cref="StorageDocument"/>s.</summary>
internal static class StorageErrors
{
    public static InvalidDataException Unreadable(string location, string found, Exception? inner = null) =>
        new(
            $"The state in {location} cannot be read: {found}; expected JSON as this storage writes it. Nothing was "
                + "changed. Restore it from a copy, or move it away so that the conversation begins anew.",
            inner
        );

    public static InvalidDataException TooLarge(string location, long bytes) =>
        new(
            $"The state in {location} has {bytes} bytes; expected at most {StorageDocument.MaxBytes}. Keep less in it: "
                + "pictures and long lists belong elsewhere."
        );

    public static ArgumentException NotAnObject(string location, Type found) =>
        new(
            $"The state for {location} is a '{found}', which JSON does not write as an object; expected an object or a "
                + "dictionary."
        );

    public static InvalidDataException TooDeep(string location) =>
        new(
            $"The state for {location} is nested more than {StorageDocument.MaxDepth} deep and could not be read back. "
                + "Flatten it."
        );
}
