using DialClip.Shared.IO;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.State;

/// <summary>
/// Ids of activities in the form in which records store them. Channels choose ids: a long or odd one is hashed.
/// </summary>
internal static class ActivityIds
{
    private const int MaxLength = 64;
    private const int HashDigits = 32;

    /// <summary>Gets the stored form of an id; null where there is none.</summary>
    public static string? Normalize(string? id) =>
        id switch
        {
            null or "" => null,
            { Length: <= MaxLength } when id.All(IsPlain) => id,
            _ => "sha256:" + Digest.Compute(id).ToString()[..HashDigits],
        };

    /// <summary>
    /// Gets every id of an activity: the channel's, and the one that Web Chat uses again when it sends again.
    /// </summary>
    public static IReadOnlyList<string> GetAll(Activity activity)
    {
        var ids = new List<string>(2);
        if (Normalize(activity.Id) is { } id)
            ids.Add(id);
        if (
            activity.ChannelData is JObject data
            && data["clientActivityID"] is JValue { Value: string client }
            && Normalize(client) is { } clientId
        )
            ids.Add("client:" + clientId);
        return ids;
    }

    // Written by JSON as it is: a character that takes six would make a short id a long one.
    private static bool IsPlain(char character) => character is >= ' ' and <= '~' and not ('"' or '\\');
}
