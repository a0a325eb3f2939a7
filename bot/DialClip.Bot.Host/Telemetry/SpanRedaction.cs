using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>
/// Processor that removes from the spans of web requests everything that could carry a token, a conversation or a user:
/// paths, queries, addresses of callers. The tags that stay are listed, because frameworks add tags with time.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    /// <summary>The name, or its first part, of the sources of requests that come in.</summary>
    public const string Server = "Microsoft.AspNetCore";

    /// <summary>The name, or its first part, of the sources of requests that go out.</summary>
    public const string Client = "System.Net";

    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "url.scheme",
        "server.address",
        "server.port",
        "network.protocol.name",
        "network.protocol.version",
        "error.type"
    );

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (
            !data.Source.Name.StartsWith(Server, StringComparison.Ordinal)
            && !data.Source.Name.StartsWith(Client, StringComparison.Ordinal)
        )
            return;
        foreach (var tag in data.TagObjects.Where(tag => !Harmless.Contains(tag.Key)).ToList())
            data.SetTag(tag.Key, null);
        // The description may be an exception's message, which may quote an address.
        data.SetStatus(data.Status);
    }
}
