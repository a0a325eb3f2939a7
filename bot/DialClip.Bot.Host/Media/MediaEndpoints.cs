using DialClip.Bot.Replies;
using DialClip.Model;
using DialClip.Model.Dialog;

namespace DialClip.Bot.Host.Media;

/// <summary>Serves the catalog's pictures: /media/{first 12 digits of the catalog's digest}/{item id}.{extension}. What the address names never changes.</summary>
internal static class MediaEndpoints
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".bmp"] = "image/bmp",
    };

    public static void MapMedia(this IEndpointRouteBuilder routes) => routes.MapMethods("/media/{catalog}/{file}", [HttpMethods.Get, HttpMethods.Head], GetAsync);

    private static async Task<IResult> GetAsync(string catalog, string file, ModelSource source, HttpContext context)
    {
        if (!source.IsReady)
            return Results.Text("No model is loaded yet.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        using var lease = source.Acquire();
        var loaded = lease.Model.Catalog;
        var extension = Path.GetExtension(file).ToLowerInvariant();
        // An item is looked up by its id, and only a file that its manifest lists is read: no path is made of what was asked for.
        if (catalog != loaded.Digest[..MediaUrls.DigestDigits]
            || !Types.TryGetValue(extension, out var type)
            || loaded.Find(Path.GetFileNameWithoutExtension(file)) is not { Modality: Modality.Picture } item
            || item.Media.FirstOrDefault(media => media.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) is not { } path)
            return Results.Text("There is no such picture.\n", statusCode: StatusCodes.Status404NotFound);
        var bytes = await loaded.Folder.ReadFileAsync(path, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        // A drawing is opened as a picture, never as a page of this site.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        return Results.Bytes(bytes, type);
    }
}
