using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DialClip.Shared.Settings;

/// <summary>
/// Options that follow their settings while the host runs. An invalid change is logged with all its errors, and the
/// last valid value stays in use.
/// </summary>
internal sealed class ReloadableOptions<TOptions> : IOptionsMonitor<TOptions>, IDisposable
    where TOptions : class
{
    private readonly IOptionsFactory<TOptions> factory;
    private readonly ILogger<ReloadableOptions<TOptions>> logger;
    private readonly List<IDisposable> registrations;
    private readonly object sync = new();
    private readonly object reading = new();
    private Action<TOptions, string?>? listeners;
    private volatile TOptions? current;
    private string? refused;

    /// <summary>
    /// Creates options that are read at the first use: hosts create services before they validate settings, and the
    /// first error would hide the others.
    /// </summary>
    public ReloadableOptions(
        IOptionsFactory<TOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<TOptions>> sources,
        ILogger<ReloadableOptions<TOptions>> logger
    )
    {
        (this.factory, this.logger) = (factory, logger);
        registrations = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Read))];
    }

    /// <inheritdoc/>
    /// <exception cref="OptionsValidationException">The settings are not valid, and never were.</exception>
    public TOptions CurrentValue => current ?? First();

    /// <inheritdoc/>
    public TOptions Get(string? name) => string.IsNullOrEmpty(name) ? CurrentValue : factory.Create(name);

    /// <inheritdoc/>
    public IDisposable OnChange(Action<TOptions, string?> listener)
    {
        lock (sync)
            listeners += listener;
        return new Registration(this, listener);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private TOptions First()
    {
        lock (reading)
            return current ??= factory.Create(Options.DefaultName);
    }

    private void Read()
    {
        try
        {
            TOptions next;
            // Of two changes at once the later one has to win.
            lock (reading)
            {
                next = factory.Create(Options.DefaultName);
                var wasRefused = Interlocked.Exchange(ref refused, null) is not null;
                // Every section is told of every change of the file.
                if (current is not null && !wasRefused && AreEqual(current, next))
                    return;
                current = next;
            }
            logger.SettingsInUse(typeof(TOptions).Name);
            listeners?.Invoke(next, Options.DefaultName);
        }
        catch (OptionsValidationException error)
        {
            // One change of a file may be told several times.
            if (Interlocked.Exchange(ref refused, error.Message) != error.Message)
                logger.SettingsRefused(typeof(TOptions).Name, error.Message);
        }
    }

    // Options are plain data.
    private static bool AreEqual(TOptions left, TOptions right) =>
        JsonSerializer.SerializeToUtf8Bytes(left).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right));

    private sealed class Registration(ReloadableOptions<TOptions> options, Action<TOptions, string?> listener)
        : IDisposable
    {
        public void Dispose()
        {
            lock (options.sync)
                options.listeners -= listener;
        }
    }
}
