using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Shared.Settings;

/// <summary>Extension methods that register validated options.</summary>
internal static class SettingsServiceCollectionExtensions
{
    /// <summary>
    /// Adds options bound to a section and validated at start. A misspelled name, a value of another kind and a value
    /// that its annotation refuses are errors; the message names all of them at once. Adding the same options again
    /// changes nothing.
    /// </summary>
    public static IServiceCollection AddValidatedOptions<TOptions>(
        this IServiceCollection services,
        IConfigurationSection section
    )
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        if (services.Any(service => service.ImplementationInstance is ValidatedSettings<TOptions>))
            return services;
        var settings = new ValidatedSettings<TOptions>(Options.DefaultName, section);
        services.AddSingleton<IConfigureOptions<TOptions>>(settings);
        services.AddSingleton<IValidateOptions<TOptions>>(settings);
        services.AddOptions<TOptions>().ValidateOnStart();
        return services;
    }

    /// <summary>
    /// Adds options that code sets, validated at start; messages name the settings by the options' type.
    /// </summary>
    public static IServiceCollection AddValidatedOptions<TOptions>(
        this IServiceCollection services,
        Action<TOptions> configure
    )
        where TOptions : class =>
        services
            .AddValidatedOptions<TOptions>(new ConfigurationBuilder().Build().GetSection(typeof(TOptions).Name))
            .Configure(configure);

    /// <summary>
    /// Adds options as <see cref="AddValidatedOptions{TOptions}(IServiceCollection, IConfigurationSection)"/> does,
    /// which follow their settings while the host runs: who takes an <see cref="IOptionsMonitor{TOptions}"/> sees a
    /// change with the next value it asks for. A change that is not valid is logged, and what was valid before stays in
    /// use.
    /// </summary>
    public static IServiceCollection AddReloadableOptions<TOptions>(
        this IServiceCollection services,
        IConfigurationSection section
    )
        where TOptions : class
    {
        services.AddValidatedOptions<TOptions>(section);
        if (services.Any(service => service.ServiceType == typeof(IOptionsMonitor<TOptions>)))
            return services;
        services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(
            new ConfigurationChangeTokenSource<TOptions>(Options.DefaultName, section)
        );
        services.AddSingleton<IOptionsMonitor<TOptions>, ReloadableOptions<TOptions>>();
        return services;
    }

    /// <summary>
    /// Adds a watch over sections whose settings are read at start only: changed settings are logged by name as
    /// requiring a restart.
    /// </summary>
    public static IServiceCollection AddRestartRequiredSettings(
        this IServiceCollection services,
        IConfigurationSection section,
        params string[] names
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.AddSingleton<IHostedService>(provider => new RestartRequiredSettings(
            [.. names.Select(section.GetSection)],
            provider.GetRequiredService<ILogger<RestartRequiredSettings>>()
        ));
        return services;
    }
}
