using System.Globalization;
using DialClip.Bot.Turns;
using DialClip.Encoders.Text;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.State;

/// <summary>The words by which people stop and start the plugin in a conversation.</summary>
internal sealed class ConversationCommands(IOptionsMonitor<ConversationOptions> options)
{
    /// <summary>A command to the plugin.</summary>
    internal enum Command
    {
        /// <summary>The plugin sends and stores nothing more in this conversation.</summary>
        Stop,

        /// <summary>The plugin takes part again.</summary>
        Start,
    }

    /// <summary>
    /// Parses a message. Only a command that changes something is one; the others are the host bot's.
    /// </summary>
    /// <param name="text">The whole message.</param>
    /// <param name="isStopped">Whether the plugin is stopped now.</param>
    public Command? Parse(string? text, bool isStopped)
    {
        if (text is null)
            return null;
        var words = isStopped ? options.CurrentValue.StartCommand : options.CurrentValue.StopCommand;
        string[] spellings = [ClipTokenizer.Normalize(text).Trim(), ClipTokenizer.Normalize(RemoveMarks(text))];
        var isCommand = words
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Any(word => spellings.Contains(ClipTokenizer.Normalize(word), StringComparer.Ordinal));
        if (!isCommand)
            return null;
        return isStopped ? Command.Start : Command.Stop;
    }

    // People quote it, set it in bold, or end it as a sentence in their script. A question is no command, and a word
    // behind a slash may be the host bot's.
    private static string RemoveMarks(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && (char.IsWhiteSpace(text[start]) || IsOpening(text[start])))
            start++;
        while (end > start && (char.IsWhiteSpace(text[end - 1]) || IsClosing(text[end - 1])))
            end--;
        return text[start..end];

        static bool IsOpening(char sign) =>
            sign is '"' or '\'' or '*' or '_' or '~' or '`' or '\u00a1'
            || char.GetUnicodeCategory(sign)
                is UnicodeCategory.OpenPunctuation
                    or UnicodeCategory.InitialQuotePunctuation
                    or UnicodeCategory.FinalQuotePunctuation;

        static bool IsClosing(char sign) =>
            sign is '~' or '`' || (char.IsPunctuation(sign) && sign is not ('?' or '\uff1f' or '\u061f' or '\u037e'));
    }

    /// <summary>Gets the reason of a command's result.</summary>
    public static string GetReason(Command command) =>
        command == Command.Stop ? TurnReasons.StopCommand : TurnReasons.StartCommand;

    /// <summary>Gets the record after a command.</summary>
    /// <param name="record">The record before it.</param>
    /// <param name="reason">The reason of the command's result.</param>
    public static ConversationRecord Apply(ConversationRecord record, string reason) =>
        record with
        {
            Stopped = reason == TurnReasons.StopCommand,
        };

    /// <summary>Gets the confirmation of a command.</summary>
    /// <param name="reason">The reason of the command's result.</param>
    public string GetConfirmation(string reason) =>
        reason == TurnReasons.StopCommand ? options.CurrentValue.StoppedText : options.CurrentValue.StartedText;
}
