using DialClip.Artifacts;
using DialClip.Encoders.Imaging;
using DialClip.Model.Loading;
using Microsoft.AspNetCore.Http;

namespace DialClip.LocalChat.Gallery;

/// <summary>Serves the gallery's pictures, large ones scaled down.</summary>
internal sealed class GalleryPictures(ModelSource source) : IDisposable
{
    private const int Edge = 480;
    private const int MaxBytes = 400_000;

    // Smaller files are served as they are.
    private const int SmallBytes = 60_000;

    // A large picture takes up to 200 MB while it is scaled.
    private readonly SemaphoreSlim scaling = new(2, 2);

    /// <summary>Gets a picture.</summary>
    /// <param name="digest">The catalog's digest, or 12 or more of its first digits.</param>
    /// <param name="item">The item's id.</param>
    /// <param name="context">The request.</param>
    public async Task<IResult> GetAsync(string digest, string item, HttpContext context)
    {
        using var lease = source.Acquire();
        if (lease.Model.FindCatalog(digest) is not { } catalog || catalog.Find(item)?.Media is not { Count: > 0 } media)
            return Results.NotFound();
        try
        {
            var bytes = await catalog.Folder.ReadFileAsync(media[0], context.RequestAborted).ConfigureAwait(false);
            // Bytes behind an address never change; a drawing is a picture, never a page of this site.
            context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
            if (ImageDecoder.RecognizeFormat(bytes) is not { } format)
                return Results.Bytes(bytes, "image/svg+xml");
            if (bytes.Length <= SmallBytes)
                return Results.Bytes(bytes, "image/" + format.ToLowerInvariant());
            return Results.Bytes(await ScaleAsync(bytes, context.RequestAborted).ConfigureAwait(false), "image/png");
        }
        catch (Exception error) when (error is ArtifactException or ImageFormatException)
        {
            context.Response.Headers.CacheControl = "no-store";
            return ApiError.Create(StatusCodes.Status500InternalServerError, "Unreadable", error.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scaling.Dispose();

    private async Task<byte[]> ScaleAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await scaling.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return PictureRendition.Create(bytes, PictureFormat.Png, Edge, MaxBytes, cancellationToken);
        }
        finally
        {
            scaling.Release();
        }
    }
}
