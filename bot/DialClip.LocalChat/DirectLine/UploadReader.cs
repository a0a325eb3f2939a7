using DialClip.Shared.IO;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>A multipart message: one part with the activity, one part for each file.</summary>
internal sealed record UploadReader(JObject? Activity, IReadOnlyList<UploadReader.File> Files)
{
    /// <summary>The maximum number of files in a message.</summary>
    public const int MaxFiles = 8;

    private const int MaxTypeLength = 128;
    private const string ActivityPart = "application/vnd.microsoft.activity";

    /// <summary>One file.</summary>
    /// <param name="Name">The name; null when it has none.</param>
    /// <param name="ContentType">The declared content type, without parameters; null when there is none.</param>
    /// <param name="Content">The bytes.</param>
    public sealed record File(string? Name, string? ContentType, byte[] Content);

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="BadHttpRequestException">The body is not multipart, ends early, or exceeds a limit.</exception>
    public static async Task<UploadReader> ReadAsync(
        HttpRequest request,
        string boundary,
        DirectLineOptions limits,
        CancellationToken cancellationToken
    )
    {
        var reader = new MultipartReader(boundary, request.Body);
        JObject? activity = null;
        var files = new List<File>();
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
            {
                if (section.ContentType?.StartsWith(ActivityPart, StringComparison.OrdinalIgnoreCase) == true)
                {
                    activity = await ActivityBody
                        .ReadAsync(section.Body, limits.MaxActivityBytes, cancellationToken)
                        .ConfigureAwait(false);
                    continue;
                }
                if (files.Count == MaxFiles)
                    throw CreateTooLarge($"An upload holds {MaxFiles} files at most.");
                var content =
                    await section.Body.ReadAtMostAsync(limits.MaxUploadBytes, cancellationToken).ConfigureAwait(false)
                    ?? throw CreateTooLarge(
                        $"A file has more than {limits.MaxUploadBytes} bytes, which is the limit "
                            + "('DialClip:DirectLine:MaxUploadBytes')."
                    );
                files.Add(new(GetFileName(section), GetContentType(section), content));
            }
        }
        catch (Exception error)
            when (error is IOException or InvalidDataException && error is not BadHttpRequestException)
        {
            throw new BadHttpRequestException(
                "The upload ended early or is no multipart/form-data.",
                StatusCodes.Status400BadRequest,
                error
            );
        }
        if (files.Sum(file => (long)file.Content.Length) > limits.MaxConversationUploadBytes)
            throw CreateTooLarge(
                $"The files together have more than {limits.MaxConversationUploadBytes} bytes, which is the limit of a "
                    + "conversation ('DialClip:DirectLine:MaxConversationUploadBytes')."
            );
        return files.Count > 0
            ? new(activity, files)
            : throw new BadHttpRequestException("The upload holds no file.", StatusCodes.Status400BadRequest);
    }

    private static string? GetContentType(MultipartSection section) =>
        MediaTypeHeaderValue.TryParse(section.ContentType, out var type)
        && type.MediaType.Value is { Length: > 0 and <= MaxTypeLength } name
            ? name
            : null;

    private static string? GetFileName(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && (
            disposition.FileNameStar.HasValue
                ? disposition.FileNameStar
                : HeaderUtilities.RemoveQuotes(disposition.FileName)
        ).Value
            is { Length: > 0 and <= 256 } name
            ? name
            : null;

    private static BadHttpRequestException CreateTooLarge(string message) =>
        new(message, StatusCodes.Status413PayloadTooLarge);
}
