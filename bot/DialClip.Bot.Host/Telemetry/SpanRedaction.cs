using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>
/// Takes everything from the spans of web requests that could carry a token, a conversation or a user: paths, queries, addresses of callers.
/// What may stay is listed, because frameworks add tags with time.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    /// <summary>The built-in source of requests that come in.</summary>
    public const string Server = "Microsoft.AspNetCore";

    /// <summary>The built-in source of requests that go out.</summary>
    public const string Client = "System.Net.Http";

    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "server.address", "server.port", "network.protocol.name", "network.protocol.version", "error.type");

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name is not (Server or Client))
            return;
        foreach (var tag in data.TagObjects.Where(tag => !Harmless.Contains(tag.Key)).ToList())
            data.SetTag(tag.Key, null);
        // Its description may be an exception's message, which may quote an address.
        data.SetStatus(data.Status);
    }
}
