using DialClip.Shared.IO;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Conversation;

/// <summary>Ids of activities in the form in which records keep them: channels choose them, so a long or odd one is kept as its hash.</summary>
internal static class ActivityIds
{
    private const int Longest = 64;

    /// <summary>Gets the kept form of an id, or null where there is none.</summary>
    public static string? Kept(string? id) =>
        id switch
        {
            null or "" => null,
            { Length: <= Longest } when id.All(IsPlain) => id,
            _ => "sha256:" + Digest.Compute(id).ToString()[..32],
        };

    // What JSON writes as it is: a sign of six characters would make a short id a long one.
    private static bool IsPlain(char sign) => sign is >= ' ' and <= '~' and not ('"' or '\\');

    /// <summary>Gets every id that an activity is known by: the channel's, and the one that Web Chat keeps when it sends again.</summary>
    public static IReadOnlyList<string> Of(Activity activity)
    {
        var ids = new List<string>(2);
        if (Kept(activity.Id) is { } id)
            ids.Add(id);
        if (
            activity.ChannelData is JObject data
            && data["clientActivityID"] is JValue { Value: string client }
            && Kept(client) is { } kept
        )
            ids.Add("client:" + kept);
        return ids;
    }
}
