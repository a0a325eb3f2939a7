using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace DialClip.Shared.Settings;

/// <summary>Watches sections whose settings are read at start only, and logs changes that require a restart.</summary>
internal sealed class RestartRequiredSettings(
    IReadOnlyList<IConfigurationSection> sections,
    ILogger<RestartRequiredSettings> logger
) : IHostedService, IDisposable
{
    private readonly object sync = new();
    private Dictionary<string, string?> atStart = [];
    private string lastLogged = "";
    private IReadOnlyList<IDisposable> registrations = [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        atStart = Read();
        registrations = [.. sections.Select(section => ChangeToken.OnChange(section.GetReloadToken, Compare))];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    // Names only: a value may be a secret.
    private void Compare()
    {
        lock (sync)
        {
            var now = Read();
            var changed = string.Join(
                ", ",
                atStart
                    .Keys.Union(now.Keys)
                    .Where(key => atStart.GetValueOrDefault(key) != now.GetValueOrDefault(key))
                    .Order(StringComparer.OrdinalIgnoreCase)
                    .Select(key => $"'{key}'")
            );
            // One change of a file is told once for every section.
            if (changed.Length > 0 && changed != lastLogged)
                logger.SettingsNeedRestart(changed);
            lastLogged = changed;
        }
    }

    private Dictionary<string, string?> Read() =>
        sections
            .SelectMany(section => section.AsEnumerable())
            .Where(setting => setting.Value is not null)
            .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
}
