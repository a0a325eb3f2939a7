using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Middleware that limits what is read from the clients of WebSockets. It comes before ASP.NET Core's own, which takes
/// pings and parts of messages without telling anybody.
/// </summary>
internal sealed class InboundLimiter(RequestDelegate next, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var limit = new InboundLimit(time);
        var features = context.Features;
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new LimitedUpgrade(upgrade, limit));
            features.Set(limit);
        }
        // A WebSocket over HTTP/2.
        else if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            features.Set<IHttpExtendedConnectFeature>(new LimitedConnect(connect, limit));
            features.Set(limit);
        }
        await next(context).ConfigureAwait(false);
    }

    private sealed class LimitedUpgrade(IHttpUpgradeFeature inner, InboundLimit limit) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() =>
            new LimitedStream(await inner.UpgradeAsync().ConfigureAwait(false), limit);
    }

    private sealed class LimitedConnect(IHttpExtendedConnectFeature inner, InboundLimit limit)
        : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() =>
            new LimitedStream(await inner.AcceptAsync().ConfigureAwait(false), limit);
    }
}
