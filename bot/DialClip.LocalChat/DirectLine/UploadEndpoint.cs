using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// Endpoints that receive messages with files, and serve the files to callers that know their address.
/// </summary>
internal static class UploadEndpoint
{
    private const int OverheadBytes = 64 * 1024;

    // A slower sender would hold the permit of others.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Receives a multipart message.</summary>
    public static async Task<IResult> PostAsync(
        string id,
        HttpContext context,
        DirectLineAccess access,
        LocalConversations conversations,
        UploadStore uploads,
        UploadLimiter limiter,
        ServerAddress address,
        ActivityDelivery delivery,
        IOptions<DirectLineOptions> options,
        TimeProvider time
    )
    {
        if (access.Authorize(context.Request, id, out var refusal) is not { } token)
            return refusal!;
        if (conversations.Find(id) is not { } conversation)
            return DirectLineEndpoints.CreateEnded();
        if (
            !context.Request.HasFormContentType
            || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 128 } boundary
        )
            return ApiError.Create(
                StatusCodes.Status415UnsupportedMediaType,
                "UnsupportedMediaType",
                "An upload is multipart/form-data."
            );
        var limits = options.Value;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize =
                (long)limits.MaxConversationUploadBytes + limits.MaxActivityBytes + OverheadBytes;
        UploadReader upload;
        // The permit is released before the bot's turn begins.
        using (
            var permit = await limiter
                .AcquireAsync(id, Caller.GetNetwork(context), context.RequestAborted)
                .ConfigureAwait(false)
        )
        {
            if (!permit.IsAcquired)
                return RequestLimiter.CreateRefusal(context);
            using var timeout = new CancellationTokenSource(Timeout, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
            try
            {
                upload = await UploadReader
                    .ReadAsync(context.Request, boundary, limits, linked.Token)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                var seconds = Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                return ApiError.Create(
                    StatusCodes.Status408RequestTimeout,
                    "RequestTimeout",
                    $"The upload took longer than {seconds} seconds."
                );
            }
        }
        var activity =
            upload.Activity
            ?? new JObject
            {
                ["type"] = "message",
                ["from"] = new JObject { ["id"] = context.Request.Query["userId"].ToString() },
            };
        // Before any file is stored.
        ActivityFields.Require(activity);
        activity["attachments"] = new JArray(
            MatchFiles(upload.Files, activity["attachments"] as JArray)
                .Select(pair =>
                {
                    var stored = uploads.Add(conversation, pair.File.Content);
                    var attachment = new JObject
                    {
                        ["contentType"] = GetDeclaredType(stored, pair.File),
                        ["contentUrl"] = new Uri(
                            address.GetOrigin(),
                            $"{DirectLineEndpoints.Attachments}/{stored.Id}"
                        ).AbsoluteUri,
                        ["name"] = pair.File.Name ?? "file",
                    };
                    // The thumbnail that Web Chat made itself; other addresses are not accepted.
                    if (
                        (pair.Described?["thumbnailUrl"] as JValue)?.Value is string thumbnail
                        && thumbnail.StartsWith("data:image/", StringComparison.Ordinal)
                    )
                        attachment["thumbnailUrl"] = thumbnail;
                    return attachment;
                })
        );
        return await delivery.SendAsync(conversation, activity, token, context).ConfigureAwait(false);
    }

    /// <summary>Serves a file with the type of its first bytes; anything but a picture as a download.</summary>
    public static IResult Get(string id, UploadStore uploads, HttpContext context)
    {
        if (uploads.Find(id) is not { } upload)
            return ApiError.Create(StatusCodes.Status404NotFound, "NotFound", "There is no such file, or no longer.");
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return upload.IsPicture
            ? Results.Bytes(upload.Content, upload.ContentType)
            : Results.File(upload.Content, upload.ContentType, "file");
    }

    // A picture that is not recognised keeps the type that its sender gave: the bot can say what is wrong with it. The
    // file itself is served as a download.
    private static string GetDeclaredType(UploadStore.Upload stored, UploadReader.File file) =>
        stored.IsPicture || file.ContentType is not { } declared ? stored.ContentType : declared;

    // DirectLineJS appends the files in any order, each with a name of its own; without names the order decides.
    private static IEnumerable<(UploadReader.File File, JToken? Described)> MatchFiles(
        IReadOnlyList<UploadReader.File> files,
        JArray? described
    )
    {
        var remaining = files.ToList();
        foreach (var attachment in described?.OfType<JObject>() ?? [])
        {
            if (remaining.Count == 0)
                yield break;
            var file =
                remaining.FirstOrDefault(candidate =>
                    candidate.Name is not null && candidate.Name == (attachment["name"] as JValue)?.Value as string
                ) ?? remaining[0];
            remaining.Remove(file);
            yield return (file, attachment);
        }
        foreach (var file in remaining)
            yield return (file, null);
    }
}
