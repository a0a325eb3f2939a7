using Microsoft.Extensions.Logging;

namespace DialClip.Bot;

/// <summary>What the plugin logs; never a message's text or a user's id.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "No answer was looked for in conversation '{Conversation}', because retrieval failed; the host bot goes on.")]
    public static partial void RetrievalFailed(this ILogger logger, string? conversation, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "No answer was found in conversation '{Conversation}' within '{Budget}'; the host bot goes on.")]
    public static partial void BudgetSpent(this ILogger logger, string? conversation, TimeSpan budget);

    [LoggerMessage(3, LogLevel.Information, "Conversation '{Conversation}': '{Kind}' because of '{Reason}', item '{Item}', score {Score}, variant '{Variant}' because of '{VariantReason}'.")]
    public static partial void Decided(this ILogger logger, string? conversation, string kind, string reason, string? item, float? score, string variant, string variantReason);

    [LoggerMessage(4, LogLevel.Information, "Activity '{Activity}' of conversation '{Conversation}' came again and is not answered again.")]
    public static partial void Duplicate(this ILogger logger, string? activity, string? conversation);

    [LoggerMessage(5, LogLevel.Warning, "A picture in conversation '{Conversation}' is not taken: {Reason}.")]
    public static partial void PictureNotTaken(this ILogger logger, string? conversation, string reason);

    [LoggerMessage(6, LogLevel.Error, "The record '{Key}' cannot be read; it was put aside as '{Aside}' and the conversation begins anew.")]
    public static partial void RecordUnreadable(this ILogger logger, string key, string aside, Exception error);

    [LoggerMessage(7, LogLevel.Error, "What was said in conversation '{Conversation}' could not be remembered.")]
    public static partial void NotRemembered(this ILogger logger, string? conversation, Exception error);

    [LoggerMessage(8, LogLevel.Error, "An event of experiment '{Experiment}' could not be written.")]
    public static partial void EventNotWritten(this ILogger logger, string experiment, Exception error);

    [LoggerMessage(9, LogLevel.Error, "Variant '{Variant}' asks for head '{Head}', which is not loaded; the default head answers.")]
    public static partial void HeadMissing(this ILogger logger, string variant, string head);

    [LoggerMessage(10, LogLevel.Debug, "Feedback in conversation '{Conversation}' names impression '{Impression}', which is none of this conversation's; it is passed on.")]
    public static partial void ForeignFeedback(this ILogger logger, string? conversation, string impression);
}
