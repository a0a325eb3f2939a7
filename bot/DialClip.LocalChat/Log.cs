using DialClip.Bot.Privacy;
using Microsoft.Extensions.Logging;

namespace DialClip.LocalChat;

/// <summary>Log messages of the local chat; never a message's text or a user's id.</summary>
internal static partial class Log
{
    [LoggerMessage(
        104,
        LogLevel.Warning,
        "The bot at '{Endpoint}' answered {Status} to an activity of conversation '{Conversation}'."
    )]
    public static partial void BotRefused(this ILogger logger, Uri endpoint, int status, ConversationHash conversation);

    [LoggerMessage(
        105,
        LogLevel.Warning,
        "The bot at '{Endpoint}' could not be reached for conversation '{Conversation}'."
    )]
    public static partial void BotUnreachable(
        this ILogger logger,
        Uri endpoint,
        ConversationHash conversation,
        Exception error
    );

    [LoggerMessage(106, LogLevel.Error, "A request to '{Route}' failed.")]
    public static partial void RequestFailed(this ILogger logger, string route, Exception error);

    [LoggerMessage(
        130,
        LogLevel.Information,
        "There is no local chat in the environment '{Environment}': only bots' channels are served. Set "
            + "'DialClip:DirectLine:Enabled' = true, or start with '--environment Development', to chat on this "
            + "machine."
    )]
    public static partial void NoLocalChat(this ILogger logger, string environment);

    [LoggerMessage(
        131,
        LogLevel.Debug,
        "A browser's request to '{Path}' at host '{Host}' from origin '{Origin}' was refused."
    )]
    public static partial void BrowserRefused(this ILogger logger, LogText path, LogText host, LogText origin);

    [LoggerMessage(
        132,
        LogLevel.Information,
        "A stream of conversation '{Conversation}' was closed, because its reader took nothing for {Timeout}."
    )]
    public static partial void StreamTooSlow(this ILogger logger, ConversationHash conversation, TimeSpan timeout);

    [LoggerMessage(
        133,
        LogLevel.Warning,
        "The bot at '{Endpoint}' took longer than {Timeout} for an activity of conversation '{Conversation}'."
    )]
    public static partial void BotTimedOut(
        this ILogger logger,
        Uri endpoint,
        ConversationHash conversation,
        TimeSpan timeout
    );
}
