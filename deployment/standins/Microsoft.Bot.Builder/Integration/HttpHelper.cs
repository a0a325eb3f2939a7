using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Rest.Serialization;
using Newtonsoft.Json;

namespace Microsoft.Bot.Builder.Integration.AspNet.Core;

/// <summary>Reads activities from requests and writes answers to invokes.</summary>
public static class HttpHelper
{
    public static readonly JsonSerializerSettings BotMessageSerializerSettings = new JsonSerializerSettings
    {
        NullValueHandling = NullValueHandling.Ignore,
        Formatting = Formatting.Indented,
        DateFormatHandling = DateFormatHandling.IsoDateFormat,
        DateTimeZoneHandling = DateTimeZoneHandling.Utc,
        ReferenceLoopHandling = ReferenceLoopHandling.Serialize,
        ContractResolver = new ReadOnlyJsonContractResolver(),
        Converters = [new Iso8601TimeSpanConverter()],
        MaxDepth = 128,
    };

    public static readonly JsonSerializer BotMessageSerializer = JsonSerializer.Create(BotMessageSerializerSettings);

    /// <summary>Reads a request's body; JSON that does not fit gives the default.</summary>
    public static async Task<T> ReadRequestAsync<T>(HttpRequest request) => (await TryReadAsync<T>(request, default).ConfigureAwait(false)).Value;

    /// <summary>Writes the status and, as JSON, the body; without an answer the status is 200.</summary>
    public static async Task WriteResponseAsync(HttpResponse response, InvokeResponse invokeResponse)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.StatusCode = invokeResponse?.Status ?? StatusCodes.Status200OK;
        if (invokeResponse?.Body is null)
            return;
        response.ContentType = "application/json";
        using var json = new MemoryStream();
        await using (var writer = new StreamWriter(json, new UTF8Encoding(false), leaveOpen: true))
        {
            BotMessageSerializer.Serialize(writer, invokeResponse.Body);
        }

        json.Position = 0;
        await json.CopyToAsync(response.Body).ConfigureAwait(false);
    }

    /// <summary>Reads a request's body, or says what is wrong with it.</summary>
    internal static async Task<(T Value, string Error)> TryReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        body.Position = 0;
        try
        {
            using var reader = new JsonTextReader(new StreamReader(body, Encoding.UTF8));
            return (BotMessageSerializer.Deserialize<T>(reader), null);
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentOutOfRangeException)
        {
            // The reader lets a date beyond the calendar through as the latter.
            return (default, malformed.Message);
        }
    }
}
