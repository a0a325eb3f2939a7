using DialClip.Shared.IO;

namespace DialClip.Shared.Erasure;

/// <summary>The keys of conversations' records in a storage.</summary>
internal static class RecordKeys
{
    /// <summary>What the keys of all records begin with.</summary>
    public const string Prefix = "dialclip/";

    /// <summary>What is appended to the key of a record that could not be read, for its copy.</summary>
    public const string CopySuffix = "/unreadable";

    private const int HashDigits = 32;
    private const int MaxChannelLength = 64;

    /// <summary>
    /// Gets the key of a conversation's record: the channel and a hash of the conversation's id, because stores refuse
    /// many of the characters that ids contain.
    /// </summary>
    public static string Get(string? channelId, string? conversationId) =>
        $"{GetPrefix(channelId)}{GetHash(conversationId)}/v1";

    /// <summary>Gets what the keys of a channel's records begin with.</summary>
    public static string GetPrefix(string? channelId) => $"{Prefix}{GetChannel(channelId ?? "unknown")}/";

    /// <summary>Gets the hash of a conversation's id in the key of its record.</summary>
    public static string GetHash(string? conversationId) =>
        Digest.Compute(conversationId ?? "").ToString()[..HashDigits];

    // Callers name the channel: a key of any length would not be what storages take.
    private static string GetChannel(string channelId) =>
        Uri.EscapeDataString(
            channelId.Length <= MaxChannelLength
                ? channelId
                : "sha256-" + Digest.Compute(channelId).ToString()[..HashDigits]
        );
}
