using Microsoft.Extensions.Logging;

namespace DialClip.Experiments;

/// <summary>The log messages of experiments; never with a user's id.</summary>
internal static partial class Log
{
    [LoggerMessage(70, LogLevel.Error, "{Problems} {Consequence}")]
    public static partial void VariantRefused(this ILogger logger, string problems, string consequence);
}
