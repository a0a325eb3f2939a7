using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Takes messages with files, and gives the files back to who knows their address.</summary>
internal static class UploadEndpoint
{
    private const int OverheadBytes = 64 * 1024;

    // Whoever sends slower than this holds the place of others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Takes a multipart message.</summary>
    public static async Task<IResult> PostAsync(
        string id,
        HttpContext context,
        DirectLineAccess access,
        ConversationStore conversations,
        UploadStore uploads,
        UploadTurns turns,
        HostAddress address,
        Delivery delivery,
        IOptions<DirectLineOptions> options,
        TimeProvider time
    )
    {
        if (access.Read(context.Request, id, out var refusal) is not { } token)
            return refusal!;
        if (conversations.Find(id) is not { } conversation)
            return DirectLineEndpoints.Ended();
        if (
            !context.Request.HasFormContentType
            || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 128 } boundary
        )
            return Failure.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "UnsupportedMediaType",
                "An upload is multipart/form-data."
            );
        var limits = options.Value;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize =
                (long)limits.MaxConversationUploadBytes + limits.MaxActivityBytes + OverheadBytes;
        UploadReader upload;
        // The turn ends before the bot's begins.
        using (var turn = await turns.TakeAsync(id, context.RequestAborted).ConfigureAwait(false))
        {
            if (!turn.IsAcquired)
                return RateLimits.Refused(context);
            using var late = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
            try
            {
                upload = await UploadReader
                    .ReadAsync(context.Request, boundary, limits, either.Token)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested)
            {
                var seconds = Patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                return Failure.Of(
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
        activity["attachments"] = new JArray(
            InOrder(upload.Files, activity["attachments"] as JArray)
                .Select(pair =>
                {
                    var kept = uploads.Add(id, pair.File.Content);
                    var attachment = new JObject
                    {
                        ["contentType"] = kept.ContentType,
                        ["contentUrl"] = new Uri(
                            address.Origin(),
                            $"{DirectLineEndpoints.Attachments}/{kept.Id}"
                        ).AbsoluteUri,
                        ["name"] = pair.File.Name ?? "file",
                    };
                    // The small picture that Web Chat made itself; an address of elsewhere is none.
                    if (
                        (pair.Described?["thumbnailUrl"] as JValue)?.Value is string thumbnail
                        && thumbnail.StartsWith("data:image/", StringComparison.Ordinal)
                    )
                        attachment["thumbnailUrl"] = thumbnail;
                    return attachment;
                })
        );
        return await delivery.SendAsync(conversation, activity, token).ConfigureAwait(false);
    }

    /// <summary>Gives a file back, as what its first bytes say it is; anything but a picture is only for saving.</summary>
    public static IResult Get(string id, UploadStore uploads, HttpContext context)
    {
        if (uploads.Find(id) is not { } upload)
            return Failure.Of(StatusCodes.Status404NotFound, "NotFound", "There is no such file, or no longer.");
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return upload.ContentType.StartsWith("image/", StringComparison.Ordinal)
            ? Results.Bytes(upload.Content, upload.ContentType)
            : Results.File(upload.Content, upload.ContentType, "file");
    }

    // DirectLineJS appends the files as they are read, in any order, and gives each a name of its own; without names, the order is all there is.
    private static IEnumerable<(UploadReader.File File, JToken? Described)> InOrder(
        IReadOnlyList<UploadReader.File> files,
        JArray? described
    )
    {
        var left = files.ToList();
        foreach (var attachment in described?.OfType<JObject>() ?? [])
        {
            if (left.Count == 0)
                yield break;
            var file =
                left.FirstOrDefault(one =>
                    one.Name is not null && one.Name == (attachment["name"] as JValue)?.Value as string
                ) ?? left[0];
            left.Remove(file);
            yield return (file, attachment);
        }
        foreach (var file in left)
            yield return (file, null);
    }
}
