using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>Gives the span of a request the name of its route, which holds no one's data, and leaves out requests of endpoints that are not measured.</summary>
internal sealed class RequestSpan(RequestDelegate next)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
            return next(context);
        if (context.GetEndpoint()?.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is null)
            return NameAsync(context, span);
        // What happens within the request is not recorded either: its parent is not.
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.IsAllDataRequested = false;
        return next(context);
    }

    private async Task NameAsync(HttpContext context, Activity span)
    {
        var method = Methods.Contains(context.Request.Method, StringComparer.Ordinal) ? context.Request.Method : null;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = route is null ? method ?? "HTTP" : $"{method ?? "HTTP"} {route}";
            span.SetTag("http.request.method", method ?? "_OTHER").SetTag("url.scheme", context.Request.Scheme);
            span.SetTag("http.route", route).SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                span.SetTag("error.type", context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
        }
    }
}
