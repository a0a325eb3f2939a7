using DialClip.Bot.Host.DirectLine;
using DialClip.Encoders;
using DialClip.Model.Loading;

namespace DialClip.Bot.Host.Web;

/// <summary>Lists the catalogs that a conversation may choose, the default first.</summary>
internal static class CatalogsEndpoint
{
    public static void MapCatalogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/dialclip/catalogs",
            (HttpContext context, DirectLineAccess access, ModelSource source) =>
            {
                if (!access.MayLook(context.Request))
                    return Failure.Of(
                        StatusCodes.Status401Unauthorized,
                        "Unauthorized",
                        "A token is missing; send it as 'Authorization: Bearer TOKEN'."
                    );
                if (!source.IsReady)
                    return Failure.Of(StatusCodes.Status503ServiceUnavailable, "NotReady", "No model is loaded yet.");
                using var lease = source.Acquire();
                context.Response.Headers.CacheControl = "no-store";
                return Results.Json(lease.Model.Catalogs.Select(pair => Listed.Of(pair.Key, pair.Value)).ToArray());
            }
        );

    private sealed record Listed(string Reference, string Name, string Version, int Pictures, int Texts)
    {
        public static Listed Of(string reference, Model.Indexing.Catalog catalog)
        {
            var manifest = catalog.Folder.Manifest;
            return new(
                reference,
                manifest.Name,
                manifest.Version,
                catalog.Items.Count(item => item.Modality == Modality.Picture),
                catalog.Items.Count(item => item.Modality == Modality.Text)
            );
        }
    }
}
