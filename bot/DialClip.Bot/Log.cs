using DialClip.Bot.Attachments;
using DialClip.Bot.Privacy;
using DialClip.Bot.Replies;
using DialClip.Bot.Turns;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace DialClip.Bot;

/// <summary>
/// The plugin's log messages, by event id. A conversation is named by its hash, what comes from outside is a
/// <see cref="LogText"/>, and texts and ids of people are in none.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Error,
        "Retrieval failed in conversation '{Conversation}'; falling back to the host bot."
    )]
    public static partial void RetrievalFailed(this ILogger logger, ConversationHash conversation, Exception error);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Conversation '{Conversation}': falling back to the host bot because of '{Reason}', after {Milliseconds:0} ms."
    )]
    private static partial void TurnAbandoned(
        this ILogger logger,
        ConversationHash conversation,
        string reason,
        double milliseconds
    );

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Conversation '{Conversation}': '{Outcome}' because of '{Reason}', mode '{Mode}', item '{Item}', "
            + "score {Score}, variant '{Variant}' because of '{VariantReason}', head '{Head}', catalog '{Catalog}', "
            + "host bot answered '{HostBotAnswered}', {Milliseconds:0.0} ms."
    )]
    private static partial void TurnDecided(
        this ILogger logger,
        ConversationHash conversation,
        TurnOutcome outcome,
        string reason,
        ReplyMode mode,
        string? item,
        float? score,
        string? variant,
        string? variantReason,
        string? head,
        string? catalog,
        bool? hostBotAnswered,
        double milliseconds
    );

    [LoggerMessage(
        6,
        LogLevel.Error,
        "The record '{Key}' cannot be read; it was copied to its key with '/unreadable', and the conversation "
            + "begins anew."
    )]
    public static partial void RecordUnreadable(this ILogger logger, LogText key, Exception error);

    [LoggerMessage(7, LogLevel.Error, "Failed to read or save the record of conversation '{Conversation}'.")]
    private static partial void RecordFailed(this ILogger logger, ConversationHash conversation, Exception error);

    [LoggerMessage(8, LogLevel.Error, "Failed to write an event of experiment '{Experiment}'.")]
    public static partial void EventNotWritten(this ILogger logger, string experiment, Exception error);

    [LoggerMessage(
        9,
        LogLevel.Error,
        "A variant asks for head '{Head}', which is not loaded; the default head answers."
    )]
    public static partial void HeadMissing(this ILogger logger, string head);

    [LoggerMessage(
        10,
        LogLevel.Debug,
        "Feedback in conversation '{Conversation}' names no reply of the plugin; it is the host bot's."
    )]
    public static partial void ForeignFeedback(this ILogger logger, ConversationHash conversation);

    [LoggerMessage(
        11,
        LogLevel.Error,
        "Reply gate '{Gate}' failed in conversation '{Conversation}'; falling back to the host bot."
    )]
    public static partial void GateFailed(
        this ILogger logger,
        string gate,
        ConversationHash conversation,
        Exception error
    );

    [LoggerMessage(
        12,
        LogLevel.Warning,
        "A client of conversation '{Conversation}' chose a catalog that is not loaded; nothing is changed."
    )]
    public static partial void UnknownCatalog(this ILogger logger, ConversationHash conversation);

    [LoggerMessage(13, LogLevel.Warning, "A turn could not be encoded; it is stored without features.")]
    public static partial void NotEncoded(this ILogger logger, Exception error);

    [LoggerMessage(
        14,
        LogLevel.Error,
        "The reply in conversation '{Conversation}' could not be created; falling back to the host bot."
    )]
    public static partial void ReplyNotCreated(this ILogger logger, ConversationHash conversation, Exception error);

    [LoggerMessage(
        15,
        LogLevel.Error,
        "The plugin failed at a message of conversation '{Conversation}'; falling back to the host bot."
    )]
    public static partial void TurnFailed(this ILogger logger, ConversationHash conversation, Exception error);

    [LoggerMessage(
        21,
        LogLevel.Warning,
        "A process died while it sent the reply to a message of conversation '{Conversation}', which was delivered "
            + "again: the reply is sent again under its id ('DialClip:Replies:WhenUncertain' is 'SendAgain')."
    )]
    public static partial void ReplySentAgain(this ILogger logger, ConversationHash conversation);

    [LoggerMessage(
        16,
        LogLevel.Error,
        "The conversation storage fails; it is not asked again for {Seconds:0.#} s, and the plugin stays silent."
    )]
    public static partial void StorageCircuitOpened(this ILogger logger, double seconds, Exception? error);

    [LoggerMessage(
        18,
        LogLevel.Warning,
        "No model is loaded: messages go to the host bot alone until one is. Event 123 says so if loading failed."
    )]
    public static partial void NoModel(this ILogger logger);

    [LoggerMessage(19, LogLevel.Error, "The head '{Head}' of a variant failed; the default head answers.")]
    public static partial void HeadFailed(this ILogger logger, string head, Exception error);

    [LoggerMessage(17, LogLevel.Information, "The conversation storage works again.")]
    public static partial void StorageCircuitClosed(this ILogger logger);

    [LoggerMessage(
        40,
        LogLevel.Warning,
        "The bot has registered no IStorage: conversations are stored in memory and end with this process. Register "
            + "one, such as by AddDialClipBlobStorage of the package DialClip.Bot.Storage.Blobs."
    )]
    public static partial void NoStorageRegistered(this ILogger logger);

    [LoggerMessage(41, LogLevel.Information, "Conversations are stored in the bot's own {Storage}.")]
    public static partial void StorageResolved(this ILogger logger, string storage);

    [LoggerMessage(
        46,
        LogLevel.Information,
        "{Count} records were removed that were not used for {Days:0.#} days ('DialClip:Conversation:Retention')."
    )]
    public static partial void RecordsExpired(this ILogger logger, int count, double days);

    [LoggerMessage(
        47,
        LogLevel.Error,
        "Old records could not be removed from the storage; the next sweep tries again, and they are not read."
    )]
    public static partial void SweepFailed(this ILogger logger, Exception error);

    [LoggerMessage(
        48,
        LogLevel.Warning,
        "The storage in memory is full, at {Capacity} values: each further one drops the oldest. Register a storage, "
            + "or set 'DialClip:Conversation:MaxInMemory'."
    )]
    public static partial void MemoryIsFull(this ILogger logger, int capacity);

    [LoggerMessage(45, LogLevel.Information, "The plugin's settings are read from the section '{Section}'.")]
    public static partial void SettingsRead(this ILogger logger, string section);

    [LoggerMessage(
        43,
        LogLevel.Information,
        "The section '{Section}' has no settings: what code does not set has its default."
    )]
    public static partial void SettingsEmpty(this ILogger logger, string section);

    [LoggerMessage(
        44,
        LogLevel.Warning,
        "The plugin has settings by code alone, or of the section '{Section}', which is empty; the bot's section "
            + "'{Unread}' is not read."
    )]
    public static partial void SettingsUnread(this ILogger logger, string section, string unread);

    [LoggerMessage(
        50,
        LogLevel.Warning,
        "A picture in conversation '{Conversation}' is refused, '{Refusal}': {Reason}."
    )]
    public static partial void PictureRefused(
        this ILogger logger,
        ConversationHash conversation,
        PictureRefusal refusal,
        LogText reason
    );

    [LoggerMessage(
        51,
        LogLevel.Error,
        "Decoding a picture in conversation '{Conversation}' failed; the turn continues without it."
    )]
    public static partial void PictureFailed(this ILogger logger, ConversationHash conversation, Exception error);

    [LoggerMessage(
        60,
        LogLevel.Warning,
        "Pictures are private, and no 'DialClip:Media:SigningKey' is set: links are signed with a key of this process "
            + "and end with it; other processes do not accept them."
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
    public static partial void RenditionFailed(this ILogger logger, LogText path, LogText reason);

    [LoggerMessage(
        62,
        LogLevel.Error,
        "The picture file '{Path}' cannot be read, and is not tried again for five minutes: {Reason}"
    )]
    public static partial void PictureUnreadable(this ILogger logger, LogText path, LogText reason);

    [LoggerMessage(
        80,
        LogLevel.Information,
        "A search of the message extension found {Count} items, {Milliseconds:F1} ms."
    )]
    public static partial void Searched(this ILogger logger, int count, double milliseconds);

    [LoggerMessage(81, LogLevel.Error, "A search of the message extension failed: {Reason}.")]
    public static partial void SearchFailed(this ILogger logger, string reason, Exception? error);

    [LoggerMessage(82, LogLevel.Error, "Item '{Item}' could not be shown as a result of a search; it is left out.")]
    public static partial void ResultNotCreated(this ILogger logger, string item, Exception error);

    /// <summary>Logs the result of a message's turn.</summary>
    public static void Decided(
        this ILogger logger,
        ConversationHash conversation,
        TurnResult result,
        double milliseconds
    )
    {
        if (result.Outcome == TurnOutcome.Abandoned)
            logger.TurnAbandoned(conversation, result.Reason, milliseconds);
        else if (logger.IsEnabled(LogLevel.Information))
            logger.TurnDecided(
                conversation,
                result.Outcome,
                result.Reason,
                result.Mode,
                result.Decision?.Candidate?.Item.Id,
                result.Decision?.Candidate?.Score,
                result.Assignment?.Variant,
                result.Assignment?.Reason,
                result.Head,
                result.Catalog,
                result.HostBotAnswered,
                milliseconds
            );
    }

    /// <summary>Logs a failure of the conversation storage; an open circuit was logged when it opened.</summary>
    public static void StorageFailed(this ILogger logger, ConversationHash conversation, Exception error)
    {
        if (error is not BrokenCircuitException)
            logger.RecordFailed(conversation, error);
    }
}
