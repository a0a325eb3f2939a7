using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Model.Settings;

/// <summary>Options that tolerate no unknown setting.</summary>
public static class StrictSettingsExtensions
{
    /// <summary>
    /// Adds options bound to a section and validated at start. A misspelled name, a value of another kind and a value that its annotation refuses are errors;
    /// the message names all of them at once. Adding the same options again changes nothing.
    /// </summary>
    public static IServiceCollection AddStrictOptions<TOptions>(this IServiceCollection services, IConfigurationSection section)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        if (services.Any(service => service.ImplementationInstance is StrictSettings<TOptions>))
            return services;
        var settings = new StrictSettings<TOptions>(Options.DefaultName, section);
        services.AddSingleton<IConfigureOptions<TOptions>>(settings);
        services.AddSingleton<IValidateOptions<TOptions>>(settings);
        services.AddOptions<TOptions>().ValidateOnStart();
        return services;
    }
}
