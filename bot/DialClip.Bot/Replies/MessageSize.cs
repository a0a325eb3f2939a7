using System.Text;
using DialClip.Bot.Turns;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;

namespace DialClip.Bot.Replies;

/// <summary>The size of a message's content: channels refuse a message that is too large.</summary>
internal static class MessageSize
{
    /// <summary>The most characters of a name; it is a title and an alternative text.</summary>
    public const int MaxName = 256;

    /// <summary>The most characters of a text.</summary>
    public const int MaxText = 8000;

    // Teams takes cards of at most 28 KB; addressing, channel data and reasons need some of it.
    private const int MaxBytes = 24 * 1024;

    /// <summary>Determines whether a message is small enough for its channel.</summary>
    /// <param name="message">The message.</param>
    /// <param name="channel">The channel's id.</param>
    public static bool Fits(Activity message, string? channel)
    {
        if (!string.Equals(channel, Channels.Msteams, StringComparison.OrdinalIgnoreCase))
            return true;
        var json = JsonConvert.SerializeObject(
            new
            {
                message.Text,
                message.Summary,
                message.Attachments,
            }
        );
        return Encoding.UTF8.GetByteCount(json) <= MaxBytes;
    }

    /// <summary>Shortens a text to a number of characters, the last of which says so.</summary>
    public static string Shorten(string text, int maxLength) =>
        text.Length <= maxLength ? text : MessageText.Truncate(text, maxLength - 1) + "…";
}
