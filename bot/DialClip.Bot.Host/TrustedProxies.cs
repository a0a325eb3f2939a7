using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Host;

/// <summary>Registration of ASP.NET Core's forwarded headers, for the proxies that the settings name.</summary>
/// <remarks>
/// Limits go by a caller's address. ASPNETCORE_FORWARDEDHEADERS_ENABLED, which some hosting services set, would let
/// every caller choose its own; it has no effect here.
/// </remarks>
internal static partial class TrustedProxies
{
    // Read by the web host's own startup filter.
    private const string EnabledByVariable = "ForwardedHeaders_Enabled";

    /// <summary>Adds the options of the section 'Proxies' of the section.</summary>
    public static void AddTrustedProxies(this IServiceCollection services, IConfigurationSection section)
    {
        services
            .AddOptions<ProxyOptions>()
            .Configure(options => StrictBinding.Bind(section.GetSection("Proxies"), options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<ForwardedHeadersOptions>()
            .PostConfigure<IOptions<ProxyOptions>>((headers, proxies) => Apply(proxies.Value, headers));
    }

    /// <summary>Uses the proxies' headers. Call it before anything that looks at callers' addresses.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var isUsed = string.Equals(
            app.Configuration[EnabledByVariable],
            bool.TrueString,
            StringComparison.OrdinalIgnoreCase
        );
        var any = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.Any;
        if (isUsed && !any)
            LogNoProxies(app.Logger);
        if (any && !isUsed)
            app.UseForwardedHeaders();
    }

    private static void Apply(ProxyOptions proxies, ForwardedHeadersOptions headers)
    {
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        headers.ForwardedHeaders = proxies.Any
            ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
            : ForwardedHeaders.None;
        // However many proxies a request has passed, up to the first address that is none of them.
        headers.ForwardLimit = null;
        foreach (var proxy in proxies.KnownProxies)
            headers.KnownProxies.Add(IPAddress.Parse(proxy));
        foreach (var network in proxies.KnownNetworks)
            headers.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }

    [LoggerMessage(
        108,
        LogLevel.Warning,
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED is set, but 'DialClip:Proxies' names no proxy: X-Forwarded-* is ignored, "
            + "because every caller can write it. Name the proxy's address in 'DialClip:Proxies:KnownProxies' or its "
            + "network in 'DialClip:Proxies:KnownNetworks'."
    )]
    private static partial void LogNoProxies(ILogger logger);
}
