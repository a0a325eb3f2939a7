using System.Text.Json;
using System.Text.Json.Serialization;
using DialClip.Encoders;
using DialClip.Encoders.Imaging;
using DialClip.LocalChat.DirectLine;
using DialClip.Model;
using DialClip.Model.Indexing;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.LocalChat.Gallery;

/// <summary>Endpoints of the gallery: what a catalog holds, and how its items rank for a query.</summary>
internal static class GalleryEndpoints
{
    public const string Path = "/dialclip/gallery";

    public const string PicturePath = Path + "/picture";

    private const int MaxTagNames = 16;
    private const int MaxTagValues = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<Modality>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static void AddGallery(this IServiceCollection services)
    {
        services.AddSingleton<PartScores>();
        services.AddSingleton<GalleryPictures>();
    }

    public static void MapGallery(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).AddEndpointFilter(RefuseAsync);
        group.MapGet("", (string? catalog, ModelSource source) => Describe(catalog, source));
        group.MapPost("/search", (Delegate)((HttpContext context) => AnswerAsync(context, SearchAsync)));
        group.MapPost("/parts", (Delegate)((HttpContext context) => AnswerAsync(context, ScorePartsAsync)));
        // Pictures of a page carry no token; as those of replies, their addresses cannot be guessed.
        routes.MapGet(
            PicturePath,
            (string digest, string item, HttpContext context, GalleryPictures pictures, ModelSource source) =>
                source.IsReady ? pictures.GetAsync(digest, item, context) : Task.FromResult(CreateNotReady())
        );
    }

    private static async ValueTask<object?> RefuseAsync(
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next
    )
    {
        var context = invocation.HttpContext;
        context.Response.Headers.CacheControl = "no-store";
        if (!context.RequestServices.GetRequiredService<DirectLineAccess>().CanReadCatalogs(context.Request))
            return ApiError.Create(
                StatusCodes.Status401Unauthorized,
                "Unauthorized",
                "The secret is missing; send it as 'Authorization: Bearer SECRET'."
            );
        return context.RequestServices.GetRequiredService<ModelSource>().IsReady
            ? await next(invocation).ConfigureAwait(false)
            : CreateNotReady();
    }

    private static IResult CreateNotReady() =>
        ApiError.Create(StatusCodes.Status503ServiceUnavailable, "NotReady", "No model is loaded yet.");

    private static IResult Describe(string? reference, ModelSource source)
    {
        using var lease = source.Acquire();
        if (lease.Model.Find(null, reference) is not { Catalog: var catalog })
            return ApiError.Create(StatusCodes.Status404NotFound, "NotFound", "The settings name no such catalog.");
        var tags = catalog
            .Items.SelectMany(item => item.Tags)
            .SelectMany(tag => tag.Value.Select(value => (tag.Key, Value: value)))
            .GroupBy(tag => tag.Key, tag => tag.Value, StringComparer.OrdinalIgnoreCase)
            .OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Take(MaxTagNames)
            .Select(tag => new
            {
                Name = tag.Key,
                Values = tag.GroupBy(value => value, StringComparer.OrdinalIgnoreCase)
                    .OrderByDescending(value => value.Count())
                    .ThenBy(value => value.Key, StringComparer.Ordinal)
                    .Take(MaxTagValues)
                    .Select(value => new { Value = value.Key, Count = value.Count() }),
            });
        return Results.Json(
            new
            {
                catalog.Digest,
                catalog.Folder.Manifest.Name,
                catalog.Folder.Manifest.Version,
                Pictures = catalog.Items.Count(item => item.Modality == Modality.Picture),
                Texts = catalog.Items.Count(item => item.Modality == Modality.Text),
                Wordless = catalog.Items.Count(GalleryQuery.IsWordless),
                Tags = tags,
            },
            Json
        );
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        Func<GalleryQuery, LoadedHead, HttpContext, Task<IResult>> answer
    )
    {
        try
        {
            var query = await context
                .Request.ReadFromJsonAsync<GalleryQuery>(Json, context.RequestAborted)
                .ConfigureAwait(false);
            if ((query is null ? "The query is missing." : query.FindError()) is { } error)
                return CreateBadRequest(error);
            using var lease = context.RequestServices.GetRequiredService<ModelSource>().Acquire();
            return lease.Model.Find(null, query!.Catalog) is { } head
                ? await answer(query, head, context).ConfigureAwait(false)
                : ApiError.Create(StatusCodes.Status404NotFound, "NotFound", "The settings name no such catalog.");
        }
        catch (Exception error) when (error is JsonException or FormatException or ImageFormatException)
        {
            return CreateBadRequest(
                error is ImageFormatException ? error.Message : "The query is no JSON of the expected shape."
            );
        }
    }

    private static async Task<IResult> SearchAsync(GalleryQuery query, LoadedHead head, HttpContext context)
    {
        if (!query.IsRanked)
        {
            var all = head.Catalog.Items.Where(query.Admits).ToList();
            return CreatePage(head, all.Count, all.Skip(query.Offset).Take(query.Count), item => (item, null, null));
        }
        var result = await context
            .RequestServices.GetRequiredService<DialClipRetriever>()
            .RetrieveAsync(
                query.CreateContext(context.RequestAborted),
                head,
                query.Offset + query.Count,
                query.Admits,
                context.RequestAborted
            )
            .ConfigureAwait(false);
        var ranked = query.Kind == Modality.Picture ? result.Pictures : result.Texts;
        return CreatePage(
            head,
            head.Catalog.Items.Count(query.Admits),
            ranked.Skip(query.Offset),
            candidate => (candidate.Item, candidate.Score, candidate.Confidence)
        );
    }

    private static async Task<IResult> ScorePartsAsync(GalleryQuery query, LoadedHead head, HttpContext context)
    {
        if (!query.IsRanked)
            return CreateBadRequest("Parts are scored for a text or a picture, and there is none.");
        var services = context.RequestServices;
        var encoded = await services
            .GetRequiredService<DialClipRetriever>()
            .EncodeQueryAsync(query.CreateContext(context.RequestAborted), head, context.RequestAborted)
            .ConfigureAwait(false);
        var items = (query.Ids ?? [])
            .Select(head.Catalog.Find)
            .OfType<CatalogItem>()
            .Where(item => item.Modality == Modality.Picture)
            .ToList();
        var parts = await services
            .GetRequiredService<PartScores>()
            .ScoreAsync(encoded, head, items, context.RequestAborted)
            .ConfigureAwait(false);
        return Results.Json(parts, Json);
    }

    private static IResult CreatePage<T>(
        LoadedHead head,
        int total,
        IEnumerable<T> items,
        Func<T, (CatalogItem Item, float? Score, float? Confidence)> read
    ) =>
        Results.Json(
            new
            {
                head.Catalog.Digest,
                Total = total,
                Items = items.Select(read).Select(item => GalleryItem.Create(item.Item, item.Score, item.Confidence)),
            },
            Json
        );

    private static IResult CreateBadRequest(string message) =>
        ApiError.Create(StatusCodes.Status400BadRequest, "BadRequest", message);
}
