using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Host.Health;

/// <summary>Writes what the checks found: their own sentences, never an exception.</summary>
internal static class HealthResponse
{
    private const string Json = "application/json";

    public static Task WriteLiveAsync(HttpContext context, HealthReport report) =>
        WantsJson(context)
            ? context.Response.WriteAsJsonAsync(new { status = "alive" }, context.RequestAborted)
            : context.Response.WriteAsync("alive\n", context.RequestAborted);

    public static Task WriteReadyAsync(HttpContext context, HealthReport report)
    {
        var ready = report.Status == HealthStatus.Healthy;
        if (WantsJson(context))
            return context.Response.WriteAsJsonAsync(
                new
                {
                    status = Word(ready),
                    checks = report.Entries.ToDictionary(
                        check => check.Key,
                        check => new
                        {
                            status = Word(check.Value.Status == HealthStatus.Healthy),
                            detail = check.Value.Description,
                        }
                    ),
                },
                context.RequestAborted
            );
        var told = report
            .Entries.Values.Where(check => ready || check.Status != HealthStatus.Healthy)
            .Select(check => check.Description)
            .OfType<string>();
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{Word(ready)}: {string.Join("; ", told)}\n", context.RequestAborted);
    }

    private static string Word(bool ready) => ready ? "ready" : "not ready";

    private static bool WantsJson(HttpContext context) =>
        context
            .Request.GetTypedHeaders()
            .Accept.Any(type => type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase));
}
