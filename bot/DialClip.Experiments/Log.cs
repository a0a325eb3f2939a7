using Microsoft.Extensions.Logging;

namespace DialClip.Experiments;

/// <summary>The log messages of experiments; never with a user's id.</summary>
internal static partial class Log
{
    [LoggerMessage(70, LogLevel.Error, "Experiment '{Feature}' cannot run: {Problems} {Consequence}")]
    public static partial void ExperimentRefused(
        this ILogger logger,
        string feature,
        string problems,
        string consequence
    );

    [LoggerMessage(
        71,
        LogLevel.Warning,
        "Feature '{Feature}' has variants in {Places}, which the plugin does not read. Move it to '{Path}' if it is "
            + "the plugin's experiment."
    )]
    public static partial void FeatureUnread(this ILogger logger, string feature, string places, string path);

    [LoggerMessage(72, LogLevel.Debug, "The host's feature definitions could not be read.")]
    public static partial void HostFeaturesNotRead(this ILogger logger, Exception error);

    [LoggerMessage(73, LogLevel.Error, "The experiment log cannot be written; events wait, and it is tried again.")]
    public static partial void EventsNotWritten(this ILogger logger, Exception error);

    [LoggerMessage(74, LogLevel.Information, "The experiment log is written again.")]
    public static partial void EventsWrittenAgain(this ILogger logger);

    [LoggerMessage(
        75,
        LogLevel.Warning,
        "{Capacity} events wait for the experiment log; more are lost until it is written. "
            + "'dialclip.experiment.events.lost' counts them."
    )]
    public static partial void EventsLost(this ILogger logger, int capacity);

    [LoggerMessage(76, LogLevel.Error, "{Count} events of the experiment are lost: their log could not be written.")]
    public static partial void EventsDropped(this ILogger logger, int count, Exception error);
}
