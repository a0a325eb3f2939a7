using System.Collections.Frozen;
using System.Net;
using System.Text;
using Microsoft.Bot.Schema;

namespace DialClip.Bot.Turns;

/// <summary>The markup in which a channel sends the texts of people: HTML entities and tags.</summary>
internal static class ChannelMarkup
{
    // A tag with its attributes; what is longer is text.
    private const int MaxTagLength = 400;

    private const string Mention = "at";

    // These channels send '&' and '<' as entities, whoever typed them. Web Chat and Direct Line send what was typed.
    private static readonly FrozenSet<string> Channels = FrozenSet.ToFrozenSet(
        [
            Microsoft.Bot.Connector.Channels.Msteams,
            Microsoft.Bot.Connector.Channels.M365,
            Microsoft.Bot.Connector.Channels.Skype,
            Microsoft.Bot.Connector.Channels.Slack,
        ],
        StringComparer.OrdinalIgnoreCase
    );

    // Elements that begin a new line or cell.
    private static readonly FrozenSet<string> Blocks = FrozenSet.ToFrozenSet(
        ["blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "td", "tr", "ul"],
        StringComparer.OrdinalIgnoreCase
    );

    // Elements within a line, as the editors of these channels write them.
    private static readonly FrozenSet<string> Inline = FrozenSet.ToFrozenSet(
        ["a", Mention, "b", "code", "del", "em", "font", "i", "s", "span", "strike", "strong", "sub", "sup", "u"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Gets the words of a text: tags go, and entities are decoded once.</summary>
    /// <param name="text">The text as the channel sent it, without mentions of the bot.</param>
    /// <param name="activity">Its activity.</param>
    public static string Decode(string text, Activity activity)
    {
        var isXml = string.Equals(activity.TextFormat, TextFormatTypes.Xml, StringComparison.OrdinalIgnoreCase);
        if (isXml)
            return WebUtility.HtmlDecode(RemoveTags(text, _ => true));
        if (activity.ChannelId is not null && Channels.Contains(activity.ChannelId))
            return WebUtility.HtmlDecode(RemoveTags(text, name => Blocks.Contains(name) || Inline.Contains(name)));
        // Elsewhere a message that mentions somebody has that mention's tag alone.
        return activity.Entities is { Count: > 0 }
            ? RemoveTags(text, name => name.Equals(Mention, StringComparison.OrdinalIgnoreCase))
            : text;
    }

    private static string RemoveTags(string text, Predicate<string> isKnown)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
            return text;
        var words = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            if (text[at] != '<' || FindTag(text, at) is not var (name, end) || !isKnown(name))
            {
                words.Append(text[at++]);
                continue;
            }

            if (Blocks.Contains(name))
                words.Append(' ');
            at = end;
        }

        return words.ToString();
    }

    // The name of the tag that begins here, and the position behind it; null where '<' is a sign.
    private static (string Name, int End)? FindTag(string text, int start)
    {
        var name = start + 1 < text.Length && text[start + 1] == '/' ? start + 2 : start + 1;
        var nameEnd = name;
        while (nameEnd < text.Length && char.IsAsciiLetterOrDigit(text[nameEnd]))
            nameEnd++;
        if (nameEnd == name || !char.IsAsciiLetter(text[name]) || nameEnd == text.Length)
            return null;
        if (text[nameEnd] is not ('>' or '/') && !char.IsWhiteSpace(text[nameEnd]))
            return null;
        var close = text.AsSpan(nameEnd, Math.Min(MaxTagLength, text.Length - nameEnd)).IndexOf('>');
        return close < 0 ? null : (text[name..nameEnd], nameEnd + close + 1);
    }
}
