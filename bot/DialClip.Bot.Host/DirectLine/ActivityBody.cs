using System.Text;
using DialClip.Shared.IO;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DialClip.Bot.Host.DirectLine;

/// <summary>Reads activities from requests, which are hostile until checked.</summary>
internal static class ActivityBody
{
    private const int MaxDepth = 32;

    /// <summary>Reads an activity.</summary>
    /// <param name="body">Where it is read from.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="BadHttpRequestException">The body is too large, is no JSON object, is too deep, or names no type.</exception>
    public static async Task<JObject> ReadAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        var activity = Parse(await ReadTextAsync(body, most, cancellationToken).ConfigureAwait(false));
        return activity["type"] is JValue { Value: string { Length: > 0 and <= 64 } }
            ? activity
            : throw Bad("The activity has no 'type'; expected a text such as \"message\".");
    }

    /// <summary>Reads any JSON object; an empty body is an empty object.</summary>
    /// <exception cref="BadHttpRequestException">The body is something else.</exception>
    public static async Task<JObject> ReadObjectAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(body, most, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text) ? [] : Parse(text);
    }

    private static async Task<string> ReadTextAsync(Stream body, int most, CancellationToken cancellationToken) =>
        await body.ReadAtMostAsync(most, cancellationToken).ConfigureAwait(false) is { } bytes
            ? Encoding.UTF8.GetString(bytes)
            : throw new BadHttpRequestException(
                $"The activity has more than {most} bytes, which is the limit ('DialClip:DirectLine:MaxActivityBytes').",
                StatusCodes.Status413PayloadTooLarge
            );

    private static JObject Parse(string text)
    {
        try
        {
            // Dates stay texts: what a client wrote comes back as it wrote it.
            using var json = new JsonTextReader(new StringReader(text))
            {
                MaxDepth = MaxDepth,
                DateParseHandling = DateParseHandling.None,
            };
            return JToken.ReadFrom(json) as JObject
                ?? throw Bad("The body is JSON, but no object; expected an activity.");
        }
        catch (JsonException error)
        {
            throw Bad($"The body is no JSON object: {error.Message}");
        }
    }

    private static BadHttpRequestException Bad(string message) => new(message, StatusCodes.Status400BadRequest);
}
