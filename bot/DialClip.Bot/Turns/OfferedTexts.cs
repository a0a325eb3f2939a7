using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Turns;

/// <summary>
/// The texts by which a bot's message can be answered: titles and values of its suggested actions, of its cards'
/// buttons and choices, and of the choices in its text, with their numbers.
/// </summary>
internal static partial class OfferedTexts
{
    private const string Cards = "application/vnd.microsoft";
    private const int MaxTexts = 64;
    private const int MaxTextLength = 256;

    // A card of more is read this far: it is the host bot's, and may be of any size.
    private const int MaxNodes = 4000;
    private const int MaxScannedLength = 8000;
    private const int MaxAlternativesLength = 200;

    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase)
    {
        "buttons",
        "actions",
        "choices",
    };

    private static readonly HashSet<string> Actions = new(StringComparer.OrdinalIgnoreCase) { "tap", "selectAction" };

    private static readonly JsonSerializer Serializer = JsonSerializer.Create(
        new() { NullValueHandling = NullValueHandling.Ignore, ReferenceLoopHandling = ReferenceLoopHandling.Ignore }
    );

    private static readonly string[] Texts = ["title", "value", "text", "displayText", "data"];

    /// <summary>Collects the texts; empty where the message offers nothing.</summary>
    public static IReadOnlyList<string> Collect(Activity message)
    {
        var texts = new List<string>();
        AddGroup(texts, (message.SuggestedActions?.Actions ?? []).Select(GetTexts));
        foreach (var attachment in message.Attachments ?? [])
            if (ToJson(attachment) is { } card)
                AddCard(texts, card);
        AddChoices(texts, message.Text);
        return
        [
            .. texts.Where(text => !string.IsNullOrWhiteSpace(text) && text.Length <= MaxTextLength).Take(MaxTexts),
        ];
    }

    // People also answer with the number of a choice.
    private static void AddGroup(List<string> texts, IEnumerable<IEnumerable<string?>> group)
    {
        var number = 0;
        foreach (var offered in group.Take(MaxTexts))
        {
            texts.AddRange(offered.OfType<string>());
            texts.Add((++number).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<string?> GetTexts(CardAction? action) =>
        action is null ? [] : [action.Title, action.Text, action.DisplayText, ToText(action.Value)];

    private static string? ToText(object? value) =>
        value switch
        {
            string text => text,
            JValue { Type: JTokenType.String or JTokenType.Integer } json => json.ToString(
                CultureInfo.InvariantCulture
            ),
            _ => null,
        };

    // Cards come as the SDK's objects, as JSON, or as objects of the host bot.
    private static JObject? ToJson(Attachment? attachment)
    {
        if (attachment?.ContentType?.StartsWith(Cards, StringComparison.OrdinalIgnoreCase) != true)
            return null;
        try
        {
            return attachment.Content as JObject
                ?? (attachment.Content is { } content ? JToken.FromObject(content, Serializer) as JObject : null);
        }
        catch (Exception)
        {
            // The host bot's own types may fail in any way; its message has been sent, and must not fail by this.
            return null;
        }
    }

    private static void AddCard(List<string> texts, JObject card)
    {
        foreach (var property in card.Descendants().Take(MaxNodes).OfType<JProperty>())
        {
            if (property.Value is JArray list && Lists.Contains(property.Name))
                AddGroup(texts, list.OfType<JObject>().Select(GetTexts));
            else if (property.Value is JObject action && Actions.Contains(property.Name))
                texts.AddRange(GetTexts(action).OfType<string>());
        }
    }

    // Teams sends what the data of a submit action name, as if it were typed.
    private static IEnumerable<string?> GetTexts(JObject action) =>
        action
            .Properties()
            .Concat(((action["data"] as JObject)?["msteams"] as JObject)?.Properties() ?? [])
            .Where(property => Texts.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            .Select(property => ToText(property.Value));

    // The SDK's choice prompts write "(1) red, (2) green or (3) blue" or a line for each, with or without numbers;
    // people write letters and keycaps, too.
    private static void AddChoices(List<string> texts, string? text)
    {
        if (text is null)
            return;
        text = MessageText.Truncate(text, MaxScannedLength)!;
        foreach (Match line in ListItem().Matches(text))
        {
            if (line.Groups["number"].Success)
                texts.Add(line.Groups["number"].Value);
            texts.Add(line.Groups["title"].Value);
        }
        AddAlternatives(texts, text);
        var markers = InlineNumber().Matches(text);
        for (var index = 0; index < markers.Count; index++)
        {
            var number = markers[index].Groups["number"].Value;
            if (number != (index + 1).ToString(CultureInfo.InvariantCulture) && number != $"{(char)('a' + index)}")
                return;
            var start = markers[index].Index + markers[index].Length;
            var isLast = index == markers.Count - 1;
            var title = text[start..(isLast ? text.Length : markers[index + 1].Index)].Split('\n')[0].Trim();
            texts.Add(number);
            texts.Add(title.TrimEnd(',', ';', '.', '?', '!', '、', ' '));
            // "green or", "green, or", in any language: without the last word as well.
            if (!isLast && title.LastIndexOf(' ') is > 0 and var end)
                texts.Add(title[..end].TrimEnd(',', ';', ' '));
        }
    }

    // And without numbers: "red, green, or blue" at the end of the text. The first comes after words of the question.
    private static void AddAlternatives(List<string> texts, string text)
    {
        var sentence = text.TrimEnd(' ', '\r', '\n', '.', '?', '!');
        sentence = sentence[(sentence.LastIndexOfAny(['.', ':', '?', '!', '\n']) + 1)..].Trim();
        if (sentence.Length > MaxAlternativesLength || !LastAlternative().IsMatch(sentence))
            return;
        var titles = Alternative().Split(sentence);
        texts.AddRange(titles);
        texts.Add(titles[0][(titles[0].LastIndexOf(' ') + 1)..]);
    }

    [GeneratedRegex(@",? +(?:or|oder|ou) +", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex LastAlternative();

    [GeneratedRegex(
        @", +(?:(?:or|oder|ou) +)?| +(?:or|oder|ou) +",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex Alternative();

    [GeneratedRegex(
        @"^[ \t]*(?:[*_]{0,3}(?<number>\d{1,2}|[A-Za-z])(?:[.):]|\uFE0F?\u20E3)[*_]{0,3}|[-*•–])"
            + @"[ \t]+(?<title>[^\r\n]+?)[ \t]*\r?$",
        RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\((?<number>\d{1,2}|[a-z])\)[ \t]", RegexOptions.NonBacktracking)]
    private static partial Regex InlineNumber();
}
