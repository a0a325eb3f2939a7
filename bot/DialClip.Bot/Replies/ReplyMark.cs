using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Replies;

/// <summary>The plugin's part of a message's channel data: the impression that it is, and why it was chosen where that is shown.</summary>
internal static class ReplyMark
{
    private const string Part = "dialclip";
    private const string Impression = "impression";

    /// <summary>Marks a message as an impression, and keeps whatever its channel data holds besides.</summary>
    public static void Set(Activity activity, string impression) => PartOf(activity)[Impression] = impression;

    /// <summary>Adds why a message was chosen. Channel data that is no JSON object is the host bot's own and stays as it is.</summary>
    public static void Explain(Activity activity, Explanation explanation)
    {
        if (activity.ChannelData is null or JObject)
            PartOf(activity).Merge(JObject.FromObject(explanation));
    }

    /// <summary>Gets the impression that a message is, or null.</summary>
    public static string? Read(Activity activity) =>
        activity.ChannelData is JObject data
        && data[Part] is JObject part
        && part[Impression] is JValue { Value: string { Length: > 0 } impression }
            ? impression
            : null;

    private static JObject PartOf(Activity activity)
    {
        var data = activity.ChannelData as JObject ?? [];
        activity.ChannelData = data;
        if (data[Part] is not JObject part)
            data[Part] = part = [];
        return part;
    }
}
