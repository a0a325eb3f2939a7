using System.ComponentModel.DataAnnotations;
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
            .AddOptions<Options>()
            .Configure(options => HostSettings.Bind(section.GetSection("Proxies"), options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<ForwardedHeadersOptions>()
            .PostConfigure<IOptions<Options>>((headers, proxies) => Apply(proxies.Value, headers));
    }

    /// <summary>Uses the proxies' headers. Call it before anything that looks at callers' addresses.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var isUsed = string.Equals(
            app.Configuration[EnabledByVariable],
            bool.TrueString,
            StringComparison.OrdinalIgnoreCase
        );
        var any = app.Services.GetRequiredService<IOptions<Options>>().Value.Any;
        if (isUsed && !any)
            LogNoProxies(app.Logger);
        if (any && !isUsed)
            app.UseForwardedHeaders();
    }

    private static void Apply(Options proxies, ForwardedHeadersOptions headers)
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

    /// <summary>
    /// Options of the proxies before the host: what these say of a caller's address (X-Forwarded-For) and scheme
    /// (X-Forwarded-Proto) is believed, and nobody else's word.
    /// </summary>
    internal sealed class Options : IValidatableObject
    {
        /// <summary>Gets or sets the addresses of proxies, such as 10.0.0.4.</summary>
        /// <value>The default is none.</value>
        public List<string> KnownProxies { get; set; } = [];

        /// <summary>Gets or sets the networks of proxies, such as 10.0.0.0/24.</summary>
        /// <value>The default is none.</value>
        public List<string> KnownNetworks { get; set; } = [];

        /// <summary>Gets whether any proxy is named.</summary>
        public bool Any => KnownProxies.Count > 0 || KnownNetworks.Count > 0;

        /// <inheritdoc/>
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            foreach (var proxy in KnownProxies.Where(proxy => !IPAddress.TryParse(proxy, out _)))
                yield return new(
                    $"'{proxy}' is no address; expected that of a proxy, such as 10.0.0.4.",
                    [nameof(KnownProxies)]
                );
            foreach (var network in KnownNetworks)
                if (!System.Net.IPNetwork.TryParse(network, out var parsed))
                    yield return new(
                        $"'{network}' is no network; expected its first address and the length of its prefix, such as "
                            + "10.0.0.0/24.",
                        [nameof(KnownNetworks)]
                    );
                else if (parsed.PrefixLength == 0)
                    yield return new(
                        $"'{network}' is everybody, so every caller could choose its address; "
                            + "expected the network of the proxies, such as 10.0.0.0/24.",
                        [nameof(KnownNetworks)]
                    );
        }
    }
}
