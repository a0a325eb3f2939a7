using DialClip.Bot.Attachments;
using DialClip.Bot.Replies;
using DialClip.Bot.Turns;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot;

/// <summary>What the plugin logs; never a message's text or a user's id.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Error,
        "No answer was looked for in conversation '{Conversation}', because retrieval failed; the host bot goes on."
    )]
    public static partial void RetrievalFailed(this ILogger logger, string? conversation, Exception error);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Conversation '{Conversation}': '{Outcome}' because of '{Reason}', mode '{Mode}', item '{Item}', score {Score}, variant '{Variant}' because of '{VariantReason}', head '{Head}', catalog '{Catalog}', {Milliseconds:0.0} ms."
    )]
    private static partial void TurnDecided(
        this ILogger logger,
        string? conversation,
        TurnOutcome outcome,
        string reason,
        ReplyMode mode,
        string? item,
        float? score,
        string? variant,
        string? variantReason,
        string? head,
        string? catalog,
        double milliseconds
    );

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Conversation '{Conversation}': the host bot goes on without the plugin because of '{Reason}', after {Milliseconds:0} ms."
    )]
    private static partial void TurnAbandoned(
        this ILogger logger,
        string? conversation,
        string reason,
        double milliseconds
    );

    [LoggerMessage(
        6,
        LogLevel.Error,
        "The record '{Key}' cannot be read; it was put aside as '{Aside}' and the conversation begins anew."
    )]
    public static partial void RecordUnreadable(this ILogger logger, string key, string aside, Exception error);

    [LoggerMessage(7, LogLevel.Error, "What was said in conversation '{Conversation}' could not be remembered.")]
    public static partial void NotRemembered(this ILogger logger, string? conversation, Exception error);

    [LoggerMessage(8, LogLevel.Error, "An event of experiment '{Experiment}' could not be written.")]
    public static partial void EventNotWritten(this ILogger logger, string experiment, Exception error);

    [LoggerMessage(
        9,
        LogLevel.Error,
        "Head '{Head}' is asked for by a variant and is not loaded; the default head answers."
    )]
    public static partial void HeadMissing(this ILogger logger, string head);

    [LoggerMessage(
        10,
        LogLevel.Debug,
        "Feedback in conversation '{Conversation}' names no reply of this conversation's; it is passed on."
    )]
    public static partial void ForeignFeedback(this ILogger logger, string? conversation);

    [LoggerMessage(
        11,
        LogLevel.Error,
        "The rule '{Gate}' could not be asked in conversation '{Conversation}'; the host bot goes on alone."
    )]
    public static partial void GateFailed(this ILogger logger, string gate, string? conversation, Exception error);

    [LoggerMessage(
        12,
        LogLevel.Warning,
        "A client of conversation '{Conversation}' chose a catalog that is not loaded; nothing is changed."
    )]
    public static partial void UnknownCatalog(this ILogger logger, string? conversation);

    [LoggerMessage(13, LogLevel.Warning, "What was said could not be encoded; it is kept without features.")]
    public static partial void NotEncoded(this ILogger logger, Exception error);

    [LoggerMessage(
        15,
        LogLevel.Error,
        "The plugin failed at a message in conversation '{Conversation}'; the host bot goes on."
    )]
    public static partial void TurnFailed(this ILogger logger, string? conversation, Exception error);

    [LoggerMessage(
        14,
        LogLevel.Error,
        "The reply in conversation '{Conversation}' could not be made; the host bot goes on."
    )]
    public static partial void ReplyNotMade(this ILogger logger, string? conversation, Exception error);

    [LoggerMessage(
        40,
        LogLevel.Warning,
        "The bot has registered no IStorage and 'DialClip:Storage:Kind' is 'Host': conversations are kept in memory and end with this process."
    )]
    public static partial void StateEndsWithProcess(this ILogger logger);

    [LoggerMessage(41, LogLevel.Information, "Conversations are kept in {Place}.")]
    public static partial void StateKept(this ILogger logger, string place);

    [LoggerMessage(
        42,
        LogLevel.Error,
        "File '{File}' is empty, as a power cut may leave it; its key counts as one without a value."
    )]
    public static partial void StateEmpty(this ILogger logger, string file);

    [LoggerMessage(
        50,
        LogLevel.Warning,
        "A picture in conversation '{Conversation}' is not taken, '{Refusal}': {Reason}."
    )]
    public static partial void PictureNotTaken(
        this ILogger logger,
        string? conversation,
        PictureRefusal refusal,
        string reason
    );

    [LoggerMessage(51, LogLevel.Error, "Decoding a picture in '{Conversation}' failed; the turn goes on without it.")]
    public static partial void PictureFailed(this ILogger logger, string? conversation, Exception error);

    [LoggerMessage(
        60,
        LogLevel.Warning,
        "Pictures are private, and no 'DialClip:Media:SigningKey' is set: links are signed with a key of this process and end with it; other processes do not take them."
    )]
    public static partial void LinksEndWithProcess(this ILogger logger);

    [LoggerMessage(
        63,
        LogLevel.Warning,
        "The catalog has pictures, but 'DialClip:Media:BaseUrl' is empty: no channel can fetch them, and replies with "
            + "pictures are not sent. Set it to the https address of this host's '/media/', such as "
            + "https://bot.example/media/."
    )]
    public static partial void PicturesHaveNoAddress(this ILogger logger);

    [LoggerMessage(61, LogLevel.Error, "No rendition of the picture at '{Path}' can be made: {Reason}")]
    public static partial void RenditionFailed(this ILogger logger, string path, string reason);

    [LoggerMessage(62, LogLevel.Error, "The picture at '{Path}' cannot be read: {Reason}")]
    public static partial void PictureUnreadable(this ILogger logger, string path, string reason);

    /// <summary>Says what became of a message.</summary>
    public static void Decided(this ILogger logger, string? conversation, TurnDecision decision, double milliseconds)
    {
        if (decision.Outcome == TurnOutcome.Abandoned)
            logger.TurnAbandoned(conversation, decision.Reason, milliseconds);
        else if (logger.IsEnabled(LogLevel.Information))
            logger.TurnDecided(
                conversation,
                decision.Outcome,
                decision.Reason,
                decision.Mode,
                decision.Answer?.Decision.Candidate?.Item.Id,
                decision.Answer?.Decision.Candidate?.Score,
                decision.Answer?.Assignment.Variant,
                decision.Answer?.Assignment.Reason,
                decision.Answer?.Head.ToString(),
                decision.Answer?.Catalog.ToString(),
                milliseconds
            );
    }
}
