using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Registration;

/// <summary>Registrations that leave the host's own services as they are.</summary>
internal static class PluginServices
{
    /// <summary>
    /// Adds a singleton that takes a clock: the host's, where it has one. No clock is registered, because the host's
    /// own code would get it, too.
    /// </summary>
    public static void TryAddTimedSingleton<T>(this IServiceCollection services)
        where T : class => services.TryAddSingleton(CreateTimed<T>);

    /// <summary>Creates an object that takes a clock: the host's, where it has one.</summary>
    public static T CreateTimed<T>(this IServiceProvider provider)
        where T : class =>
        ActivatorUtilities.CreateInstance<T>(provider, provider.GetService<TimeProvider>() ?? TimeProvider.System);

    /// <summary>
    /// Gets the services that are the plugin's own, without the infrastructure (logging, options, HTTP clients,
    /// metrics) that every host has. The SDK's runtime appends a component's services to the host's, so that each
    /// shared one would replace what the host has registered or configured.
    /// </summary>
    public static IEnumerable<ServiceDescriptor> GetOwn(IServiceCollection services) => services.Where(IsOwn);

    private static bool IsOwn(ServiceDescriptor service)
    {
        if (service.IsKeyedService)
            return false;
        var implementation =
            service.ImplementationType
            ?? service.ImplementationInstance?.GetType()
            ?? service.ImplementationFactory?.Method.DeclaringType;
        return IsOwn(service.ServiceType)
            || (implementation is not null && IsOwn(implementation))
            || IsValidationAtStart(service.ServiceType)
            || IsOwnClient(service.ImplementationInstance);
    }

    private static bool IsOwn(Type type) =>
        type.Assembly.GetName().Name!.StartsWith(nameof(DialClip), StringComparison.Ordinal)
        || type.GenericTypeArguments.Any(IsOwn);

    private static bool IsOwnClient(object? instance) =>
        instance is ConfigureNamedOptions<HttpClientFactoryOptions> { Name: { } client }
        && client.StartsWith(nameof(DialClip), StringComparison.OrdinalIgnoreCase);

    // What validates options when a host starts. A second validator does what the first does; its options have no
    // public type.
    private static bool IsValidationAtStart(Type service) =>
        service == typeof(IStartupValidator)
        || service.GenericTypeArguments.Any(argument =>
            argument.Assembly == typeof(IStartupValidator).Assembly && argument.Name == "StartupValidatorOptions"
        );
}
