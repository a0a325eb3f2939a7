using DialClip.Bot.Turns;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.State;

/// <summary>The words by which people stop and start the plugin in a conversation.</summary>
internal sealed class ConversationCommands(
    ConversationStore store,
    IOptionsMonitor<ConversationOptions> options,
    IOptionsMonitor<TurnTimeouts> timeouts,
    ILogger<ConversationCommands> logger
)
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
        var isCommand = words
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Contains(text.Trim().TrimEnd('.', '!'), StringComparer.OrdinalIgnoreCase);
        if (!isCommand)
            return null;
        return isStopped ? Command.Start : Command.Stop;
    }

    /// <summary>Stores a command, before it is confirmed: nobody is promised a silence that does not last.</summary>
    /// <returns>The result; <see cref="TurnReasons.RecordFailed"/> where the storage failed.</returns>
    public async Task<TurnResult> ApplyAsync(TurnState turn, Command command, CancellationToken cancellationToken)
    {
        try
        {
            await store
                .UpdateAsync(
                    turn.Key,
                    record => record.WithoutMessage(turn.MessageId) with { Stopped = command == Command.Stop },
                    timeouts.CurrentValue.StorageChange,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.StorageFailed(turn.Conversation, error);
            return TurnResult.Failed(TurnReasons.RecordFailed);
        }
        return new(
            TurnOutcome.Command,
            command == Command.Stop ? TurnReasons.StopCommand : TurnReasons.StartCommand,
            turn.Mode
        );
    }

    /// <summary>Gets the confirmation of a command.</summary>
    /// <param name="reason">The reason of the command's result.</param>
    public string GetConfirmation(string reason) =>
        reason == TurnReasons.StopCommand ? options.CurrentValue.StoppedText : options.CurrentValue.StartedText;
}
