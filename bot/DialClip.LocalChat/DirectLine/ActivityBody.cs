using System.Text;
using DialClip.Shared.IO;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.LocalChat.DirectLine;

/// <summary>Reader of activities in request bodies, which are untrusted.</summary>
internal static class ActivityBody
{
    private const int MaxDepth = 32;

    /// <summary>Reads an activity.</summary>
    /// <param name="body">The body.</param>
    /// <param name="maxBytes">The maximum size.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="BadHttpRequestException">
    /// The body is too large, is no JSON object, is too deep, or names no type.
    /// </exception>
    public static async Task<JObject> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var activity = Parse(await ReadTextAsync(body, maxBytes, cancellationToken).ConfigureAwait(false));
        return activity["type"] is JValue { Value: string { Length: > 0 and <= 64 } }
            ? activity
            : throw CreateError("The activity has no 'type'; expected a text such as \"message\".");
    }

    /// <summary>Reads any JSON object; an empty body is an empty object.</summary>
    /// <exception cref="BadHttpRequestException">The body is something else.</exception>
    public static async Task<JObject> ReadObjectAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(body, maxBytes, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text) ? [] : Parse(text);
    }

    private static async Task<string> ReadTextAsync(Stream body, int maxBytes, CancellationToken cancellationToken) =>
        await body.ReadAtMostAsync(maxBytes, cancellationToken).ConfigureAwait(false) is { } bytes
            ? Encoding.UTF8.GetString(bytes)
            : throw new BadHttpRequestException(
                $"The activity has more than {maxBytes} bytes, which is the limit "
                    + "('DialClip:DirectLine:MaxActivityBytes').",
                StatusCodes.Status413PayloadTooLarge
            );

    private static JObject Parse(string text)
    {
        try
        {
            // Dates stay texts, so that they come back as the client wrote them.
            using var json = new JsonTextReader(new StringReader(text))
            {
                MaxDepth = MaxDepth,
                DateParseHandling = DateParseHandling.None,
            };
            return JToken.ReadFrom(json) as JObject
                ?? throw CreateError("The body is JSON, but no object; expected an activity.");
        }
        catch (JsonException error)
        {
            throw CreateError($"The body is no JSON object: {error.Message}");
        }
    }

    private static BadHttpRequestException CreateError(string message) => new(message, StatusCodes.Status400BadRequest);
}
