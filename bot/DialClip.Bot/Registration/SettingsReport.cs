using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Registration;

/// <summary>Logs at start where the plugin's settings come from.</summary>
internal sealed class SettingsReport(SettingsOrigin origin, ILogger<SettingsReport> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!origin.IsEmpty)
            logger.SettingsRead(origin.Section.Path);
        else if (origin.FindUnread() is { } unread)
            logger.SettingsUnread(origin.Section.Path, unread);
        else
            logger.SettingsEmpty(origin.Section.Path);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
