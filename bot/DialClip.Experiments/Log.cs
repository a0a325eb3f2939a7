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
}
