using Microsoft.Extensions.Options;

namespace DialClip.Bot.Conversation;

/// <summary>Knows the words by which people stop and start the plugin in a conversation.</summary>
internal sealed class ConversationCommands(IOptionsMonitor<ConversationOptions> options)
{
    /// <summary>Gets the command that a message is, or null. Only a command that changes something is one: the others are the host bot's.</summary>
    /// <param name="text">The whole message.</param>
    /// <param name="stopped">Whether the plugin is stopped now.</param>
    public ConversationCommand? Read(string? text, bool stopped)
    {
        if (text is null)
            return null;
        var said = text.Trim().TrimEnd('.', '!');
        return stopped
            ? Names(options.CurrentValue.StartCommand, said)
                ? ConversationCommand.Start
                : null
            : Names(options.CurrentValue.StopCommand, said)
                ? ConversationCommand.Stop
                : null;
    }

    /// <summary>Gets what the plugin says to a command.</summary>
    public string AnswerTo(ConversationCommand command) =>
        command == ConversationCommand.Stop ? options.CurrentValue.StoppedText : options.CurrentValue.StartedText;

    private static bool Names(string words, string said) =>
        words
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Contains(said, StringComparer.OrdinalIgnoreCase);
}
