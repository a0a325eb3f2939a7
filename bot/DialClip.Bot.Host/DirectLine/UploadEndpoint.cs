using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Takes messages with files, and gives the files back to who knows their address.</summary>
internal static class UploadEndpoint
{
    private const string ActivityPart = "application/vnd.microsoft.activity";
    private const int MaxFiles = 8;
    private const int OverheadBytes = 256 * 1024;

    /// <summary>Takes a multipart message: one part with the activity, one part a file, in the order of its attachments.</summary>
    public static async Task<IResult> PostAsync(
        string id, HttpContext context, DirectLineAccess access, ConversationStore conversations, UploadStore uploads, HostAddress address, BotClient bot, IOptions<DirectLineOptions> options)
    {
        if (access.Read(context.Request, id, out var refusal) is not { } token)
            return refusal!;
        if (conversations.Find(id) is not { } conversation)
            return DirectLineEndpoints.Ended();
        if (!context.Request.HasFormContentType || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 128 } boundary)
            return Failure.Of(StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType", "An upload is multipart/form-data.");
        var most = options.Value.MaxUploadBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = (long)most * MaxFiles + OverheadBytes;

        JObject? activity = null;
        var attachments = new JArray();
        var reader = new Microsoft.AspNetCore.WebUtilities.MultipartReader(boundary, context.Request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (section.ContentType?.StartsWith(ActivityPart, StringComparison.OrdinalIgnoreCase) == true)
                {
                    activity = await ActivityBody.ReadAsync(section.Body, context.RequestAborted).ConfigureAwait(false);
                    continue;
                }
                if (attachments.Count == MaxFiles)
                    return Failure.Of(StatusCodes.Status413PayloadTooLarge, "RequestTooLarge", $"An upload holds {MaxFiles} files at most.");
                if (await ReadAsync(section.Body, most, context.RequestAborted).ConfigureAwait(false) is not { } bytes)
                    return Failure.Of(StatusCodes.Status413PayloadTooLarge, "RequestTooLarge", $"A file has more than {most} bytes, which is the limit ('DialClip:DirectLine:MaxUploadBytes').");
                var (file, contentType) = uploads.Add(bytes);
                attachments.Add(new JObject
                {
                    ["contentType"] = contentType,
                    ["contentUrl"] = new Uri(address.Origin(), $"v3/directline/attachments/{file}").AbsoluteUri,
                    ["name"] = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "file" : "file",
                });
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException && error is not BadHttpRequestException)
        {
            return Failure.Of(StatusCodes.Status400BadRequest, "BadRequest", "The upload ended early or is no multipart/form-data.");
        }
        if (attachments.Count == 0)
            return Failure.Of(StatusCodes.Status400BadRequest, "BadRequest", "The upload holds no file.");
        activity ??= new JObject { ["type"] = "message", ["from"] = new JObject { ["id"] = context.Request.Query["userId"].ToString() } };
        activity["attachments"] = attachments;
        return await DirectLineEndpoints.DeliverAsync(conversation, activity, token, bot, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Gives a file back, as what its first bytes say it is; anything but a picture is only for saving.</summary>
    public static IResult Get(string id, UploadStore uploads, HttpContext context)
    {
        if (uploads.Find(id) is not { } upload)
            return Failure.Of(StatusCodes.Status404NotFound, "NotFound", "There is no such file, or no longer.");
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return upload.ContentType.StartsWith("image/", StringComparison.Ordinal) ? Results.Bytes(upload.Content, upload.ContentType) : Results.File(upload.Content, upload.ContentType, "file");
    }

    private static async Task<byte[]?> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (bytes.Length + read > most)
                return null;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
