using System.ComponentModel.DataAnnotations;
using System.Net;

namespace DialClip.Bot.Host;

/// <summary>
/// Options of the proxies before the host: what these say of a caller's address (X-Forwarded-For) and scheme
/// (X-Forwarded-Proto) is believed, and nobody else's word.
/// </summary>
internal sealed class ProxyOptions : IValidatableObject
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
            if (!IPNetwork.TryParse(network, out var parsed))
                yield return new(
                    $"'{network}' is no network; expected its first address and the length of its prefix, such as "
                        + "10.0.0.0/24.",
                    [nameof(KnownNetworks)]
                );
            else if (parsed.PrefixLength == 0)
                yield return new(
                    $"'{network}' is everybody, so every caller could choose its address; expected the network of the "
                        + "proxies, such as 10.0.0.0/24.",
                    [nameof(KnownNetworks)]
                );
    }
}
