using System.Net;

namespace DialClip.Bot.State;

/// <summary>The adapter that recognises ETag conflicts of any storage.</summary>
/// <remarks>
/// <para>
/// Bot Builder's <c>IStorage</c> has no contract for them, so each storage reports a conflict in its own way.
/// </para>
/// <list type="bullet">
/// <item>The SDK's MemoryStorage: an <see cref="ArgumentException"/> whose message says "Etag conflict".</item>
/// <item>
/// File and blob storages of this repository: an <see cref="InvalidOperationException"/> with the same words.
/// </item>
/// <item>Azure's clients (blobs): an exception whose <c>Status</c> is 409 or 412.</item>
/// <item>Cosmos DB's client: an exception whose <c>StatusCode</c> is Conflict or PreconditionFailed.</item>
/// </list>
/// <para>
/// The last two are read by reflection, because the plugin references neither client. A storage that reports
/// conflicts in another way loses the change that met one; the error is logged.
/// </para>
/// </remarks>
internal static class StorageConflict
{
    /// <summary>
    /// Determines whether an exception of a storage's write reports that the stored ETag is another one.
    /// </summary>
    public static bool IsConflict(Exception error) =>
        error is ArgumentException or InvalidOperationException
            && error.Message.Contains("etag", StringComparison.OrdinalIgnoreCase)
        || GetProperty(error, "Status") is 409 or 412
        || GetProperty(error, "StatusCode") is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed;

    private static object? GetProperty(Exception error, string name) =>
        error.GetType().GetProperty(name)?.GetValue(error);
}
