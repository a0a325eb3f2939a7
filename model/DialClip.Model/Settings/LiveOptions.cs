using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DialClip.Model.Settings;

/// <summary>Options that follow their settings while the host runs. A change that is not valid is logged with all that is wrong, and what was valid before stays in use.</summary>
internal sealed class LiveOptions<TOptions> : IOptionsMonitor<TOptions>, IDisposable
    where TOptions : class
{
    private readonly IOptionsFactory<TOptions> factory;
    private readonly ILogger<LiveOptions<TOptions>> logger;
    private readonly List<IDisposable> registrations;
    private readonly Lock sync = new();
    private Action<TOptions, string?>? listeners;
    private volatile TOptions current;

    /// <summary>Reads the options for the first time.</summary>
    /// <exception cref="OptionsValidationException">They are not valid.</exception>
    public LiveOptions(IOptionsFactory<TOptions> factory, IEnumerable<IOptionsChangeTokenSource<TOptions>> sources, ILogger<LiveOptions<TOptions>> logger)
    {
        (this.factory, this.logger) = (factory, logger);
        current = factory.Create(Options.DefaultName);
        registrations = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Read))];
    }

    /// <inheritdoc/>
    public TOptions CurrentValue => current;

    /// <inheritdoc/>
    public TOptions Get(string? name) => string.IsNullOrEmpty(name) ? current : factory.Create(name);

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

    private void Read()
    {
        try
        {
            current = factory.Create(Options.DefaultName);
            logger.SettingsInUse(typeof(TOptions).Name);
            listeners?.Invoke(current, Options.DefaultName);
        }
        catch (OptionsValidationException error)
        {
            logger.SettingsRefused(typeof(TOptions).Name, error.Message);
        }
    }

    private sealed class Registration(LiveOptions<TOptions> options, Action<TOptions, string?> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (options.sync)
                options.listeners -= listener;
        }
    }
}
