using Microsoft.Extensions.Logging;

namespace DialClip.Shared.Settings;

/// <summary>The log messages of settings that change while the host runs.</summary>
internal static partial class SettingsLog
{
    [LoggerMessage(
        124,
        LogLevel.Error,
        "Settings of '{Options}' were changed and cannot be used, so those before stay in use: {Problems}"
    )]
    public static partial void SettingsRefused(this ILogger logger, string options, string problems);

    [LoggerMessage(
        125,
        LogLevel.Warning,
        "These settings were changed and take effect when the host starts again: {Settings}."
    )]
    public static partial void SettingsNeedRestart(this ILogger logger, string settings);

    [LoggerMessage(126, LogLevel.Information, "Settings of '{Options}' were changed and are in use now.")]
    public static partial void SettingsInUse(this ILogger logger, string options);
}
