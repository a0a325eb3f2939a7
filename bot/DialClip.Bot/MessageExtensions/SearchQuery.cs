using DialClip.Bot.Turns;
using DialClip.Encoders.Text;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.MessageExtensions;

/// <summary>A query of Teams' message extension.</summary>
/// <param name="Text">The typed words; null at the start, before anything is typed.</param>
/// <param name="Skip">The results that were shown before, 0 or more.</param>
/// <param name="Count">The most results to return, 1 to <see cref="MaxCount"/>.</param>
internal sealed record SearchQuery(string? Text, int Skip, int Count)
{
    /// <summary>The id of the command in the app's manifest. A host bot's own commands have other ids.</summary>
    public const string CommandId = "dialclipSearch";

    /// <summary>The name of the invoke.</summary>
    public const string InvokeName = "composeExtension/query";

    /// <summary>The most results of a page, as Teams asks for.</summary>
    public const int MaxCount = 25;

    private const string Parameter = "query";
    private const int MaxLength = 500;

    /// <summary>Reads the query of an activity, whose content is untrusted.</summary>
    /// <returns>The query; null where the activity is none of this command.</returns>
    public static SearchQuery? Parse(Activity activity)
    {
        if (
            activity.Type != ActivityTypes.Invoke
            || activity.Name != InvokeName
            || !string.Equals(activity.ChannelId, Channels.Msteams, StringComparison.OrdinalIgnoreCase)
            || activity.Value is not JObject value
            || GetText(value["commandId"]) != CommandId
        )
            return null;
        // At the start Teams sends a parameter 'initialRun' instead.
        var typed = (value["parameters"] as JArray ?? [])
            .OfType<JObject>()
            .Where(parameter => GetText(parameter["name"]) == Parameter)
            .Select(parameter => GetText(parameter["value"]))
            .FirstOrDefault();
        var words = MessageText.Truncate(
            VisibleText.Clean(MessageText.Truncate(typed, MaxLength * 2) ?? ""),
            MaxLength
        );
        var options = value["queryOptions"] as JObject;
        return new(
            string.IsNullOrEmpty(words) ? null : words,
            (int)Math.Clamp(GetNumber(options?["skip"]) ?? 0, 0, int.MaxValue),
            (int)Math.Clamp(GetNumber(options?["count"]) ?? MaxCount, 1, MaxCount)
        );
    }

    private static string? GetText(JToken? token) => token is JValue { Value: string text } ? text : null;

    private static long? GetNumber(JToken? token) =>
        (token as JValue)?.Value switch
        {
            long number => number,
            int number => number,
            _ => null,
        };
}
