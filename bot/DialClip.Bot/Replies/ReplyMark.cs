using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Replies;

/// <summary>
/// The plugin's part of a message's channel data: its impression id, and diagnostics where they are shown.
/// </summary>
internal static class ReplyMark
{
    private const string Part = "dialclip";
    private const string Impression = "impression";

    /// <summary>
    /// Marks a message with the id of a reply; the rest of its channel data stays. It is the same however often the
    /// reply is sent, so that a channel can tell a copy.
    /// </summary>
    public static void SetImpression(Activity activity, string impression) =>
        GetOrAddPart(activity)[Impression] = impression;

    /// <summary>
    /// Adds diagnostics. Channel data that is not a JSON object is the host bot's own and stays as it is.
    /// </summary>
    public static void AddDiagnostics(Activity activity, TurnDiagnostics diagnostics)
    {
        if (activity.ChannelData is null or JObject)
            GetOrAddPart(activity).Merge(JObject.FromObject(diagnostics));
    }

    /// <summary>Gets the impression id of a message; null where it is not marked.</summary>
    public static string? ReadImpression(Activity activity) =>
        activity.ChannelData is JObject data
        && data[Part] is JObject part
        && part[Impression] is JValue { Value: string { Length: > 0 } impression }
            ? impression
            : null;

    private static JObject GetOrAddPart(Activity activity)
    {
        var data = activity.ChannelData as JObject ?? [];
        activity.ChannelData = data;
        if (data[Part] is not JObject part)
            data[Part] = part = [];
        return part;
    }
}
