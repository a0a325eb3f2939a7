using Microsoft.Extensions.Logging;

namespace Microsoft.Bot;

/// <summary>What the adapter says of its work.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Sending an activity of type '{Type}' in reply to '{ReplyToId}'.")]
    public static partial void Sending(ILogger logger, string type, string replyToId);

    [LoggerMessage(2, LogLevel.Debug, "Updating activity '{ActivityId}'.")]
    public static partial void Updating(ILogger logger, string activityId);

    [LoggerMessage(3, LogLevel.Debug, "Deleting activity '{ActivityId}' of conversation '{ConversationId}'.")]
    public static partial void Deleting(ILogger logger, string activityId, string conversationId);

    [LoggerMessage(4, LogLevel.Debug, "Continuing conversation '{ConversationId}'.")]
    public static partial void Continuing(ILogger logger, string conversationId);

    [LoggerMessage(5, LogLevel.Warning, "Refused a request with status {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, int status, string reason);

    [LoggerMessage(6, LogLevel.Error, "The turn was not authorized.")]
    public static partial void NotAuthorized(ILogger logger, Exception error);
}
