using DialClip.Encoders;
using DialClip.LocalChat.DirectLine;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialClip.LocalChat.Page;

/// <summary>Endpoint that lists the catalogs that a conversation may choose, the default first.</summary>
internal static class CatalogsEndpoint
{
    public const string Path = "/dialclip/catalogs";

    public static void MapCatalogs(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            Path,
            (HttpContext context, DirectLineAccess access, ModelSource source) =>
            {
                if (!access.CanReadCatalogs(context.Request))
                    return ApiError.Create(
                        StatusCodes.Status401Unauthorized,
                        "Unauthorized",
                        "A token is missing; send it as 'Authorization: Bearer TOKEN'."
                    );
                if (!source.IsReady)
                    return ApiError.Create(
                        StatusCodes.Status503ServiceUnavailable,
                        "NotReady",
                        "No model is loaded yet."
                    );
                using var lease = source.Acquire();
                context.Response.Headers.CacheControl = "no-store";
                return Results.Json(
                    lease.Model.Catalogs.Select(pair => CatalogEntry.Create(pair.Key, pair.Value)).ToArray()
                );
            }
        );

    private sealed record CatalogEntry(string Reference, string Name, string Version, int Pictures, int Texts)
    {
        public static CatalogEntry Create(string reference, Model.Indexing.Catalog catalog)
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
