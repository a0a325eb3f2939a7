using System.Globalization;
using DialClip.Artifacts;
using DialClip.Bot.Media;
using DialClip.Encoders.Imaging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints of the plugin.</summary>
public static class DialClipEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps GET and HEAD of /media/{first 12 digits of the catalog's digest}/[{rendition}/]{item id}.{extension}, the
    /// addresses that replies carry below 'DialClip:Media:BaseUrl'. The bytes behind an address never change. With
    /// 'DialClip:Media:SigningKey' an address needs its signature, which expires with 'DialClip:Media:Private'.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <returns>The two endpoints, for conventions such as a rate limit.</returns>
    public static IEndpointConventionBuilder MapDialClipMedia(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("/media/{catalog}");
        group.MapMethods(
            "/{file}",
            Methods,
            (string catalog, string file, HttpContext context) => GetAsync(catalog, null, file, context)
        );
        group.MapMethods(
            "/{rendition}/{file}",
            Methods,
            (string catalog, string rendition, string file, HttpContext context) =>
                GetAsync(catalog, rendition, file, context)
        );
        return group;
    }

    private static async Task<IResult> GetAsync(string catalog, string? rendition, string file, HttpContext context)
    {
        var address = MediaAddress.Read(catalog, rendition, file);
        var services = context.RequestServices;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        var signer = services.GetRequiredService<MediaSigner>();
        TimeSpan? remaining = null;
        if (signer.RequiresSignature)
        {
            // Before anything is looked up, so that nobody learns what there is.
            remaining = signer.GetRemainingLifetime(
                address,
                context.Request.Query[MediaSigner.Expires],
                context.Request.Query[MediaSigner.Signature]
            );
            if (remaining is null)
                return Text(
                    "The link to this picture has expired, or was never signed for it.\n",
                    StatusCodes.Status403Forbidden
                );
        }

        if (!services.GetRequiredService<CatalogPictures>().IsReady)
            return Text("No model is loaded yet.\n", StatusCodes.Status503ServiceUnavailable);
        try
        {
            return await FindAsync(
                    services.GetRequiredService<MediaFiles>(),
                    services.GetRequiredService<CatalogPictures>(),
                    address,
                    remaining,
                    context
                )
                .ConfigureAwait(false);
        }
        catch (ArtifactException)
        {
            // The reader has logged it, once.
            return Damaged();
        }
    }

    private static async Task<IResult> FindAsync(
        MediaFiles files,
        IPictureFiles pictures,
        MediaAddress address,
        TimeSpan? remaining,
        HttpContext context
    )
    {
        if (files.Find(address) is not var (catalog, item))
            return NotFound();
        if (
            address.Rendition is null
            && MediaFiles.GetETag(catalog, item, address.Extension) is { } tag
            && MatchesIfNoneMatch(tag, context.Request)
        )
            return CreateNotModified(tag, remaining, context);
        if (address.Rendition is null)
            return
                await files.ReadAsync(catalog, item, address.Extension, context.RequestAborted).ConfigureAwait(false)
                    is { } file
                ? Serve(file, remaining, context)
                : NotFound();
        if (
            Rendition.Find(address.Rendition) is not { } rendition
            || GetFormat(address.Extension) is not { } format
            || pictures.FindDecodableFile(catalog.Digest, item) is not { } path
        )
            return NotFound();
        if (
            await files
                .RenderAsync(catalog, path, address, rendition, format, context.RequestAborted)
                .ConfigureAwait(false) is
            { } rendered
        )
            return rendered.Bytes is null ? Damaged() : Serve(rendered, remaining, context);
        context.Response.Headers.RetryAfter = "1";
        return Text(
            "Too many renditions are being created; try again in a second.\n",
            StatusCodes.Status503ServiceUnavailable
        );
    }

    // Answers HEAD, and If-None-Match with 304.
    private static IResult Serve(MediaFile file, TimeSpan? remaining, HttpContext context)
    {
        context.Response.Headers.CacheControl = GetCacheControl(remaining);
        // A drawing is opened as a picture, never as a page of this site.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        return Results.Bytes(file.Bytes!, file.ContentType, entityTag: new EntityTagHeaderValue(file.ETag));
    }

    // The client has the file: it is not read.
    private static IResult CreateNotModified(string tag, TimeSpan? remaining, HttpContext context)
    {
        context.Response.Headers.CacheControl = GetCacheControl(remaining);
        context.Response.Headers.ETag = tag;
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    private static bool MatchesIfNoneMatch(string tag, HttpRequest request) =>
        request
            .GetTypedHeaders()
            .IfNoneMatch.Any(known => known.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));

    private static string GetCacheControl(TimeSpan? remaining) =>
        remaining is { } left && left != TimeSpan.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"private, max-age={(long)left.TotalSeconds}")
            : "public, max-age=31536000, immutable";

    private static PictureFormat? GetFormat(string extension) =>
        extension switch
        {
            ".png" => PictureFormat.Png,
            ".jpg" => PictureFormat.Jpeg,
            _ => null,
        };

    private static IResult NotFound() => Text("There is no such picture.\n", StatusCodes.Status404NotFound);

    private static IResult Damaged() =>
        Text("This picture cannot be shown; the log says why.\n", StatusCodes.Status500InternalServerError);

    private static IResult Text(string text, int status) => Results.Text(text, statusCode: status);
}
