using DialClip.Model;

namespace DialClip.Bot.Host;

/// <summary>Says whether the process lives, and whether it can answer.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", () => Results.Text("alive\n"));
        routes.MapGet("/healthz/ready", (ModelSource source) =>
        {
            try
            {
                using var lease = source.Acquire();
                return Results.Text($"ready: {lease.Model.Catalog.Items.Count} items, heads {string.Join(", ", lease.Model.Heads.Select(head => $"{head.Key} version {head.Value.Head.Version}"))}\n");
            }
            catch (InvalidOperationException error)
            {
                return Results.Text($"not ready: {error.Message}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });
    }
}
