using System.Net.Http.Headers;
using Microsoft.Rest;
using Microsoft.Rest.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Microsoft.Bot.Connector;

/// <summary>A bot's way to a channel, over HTTP.</summary>
public class ConnectorClient : IConnectorClient
{
    private readonly bool disposeHttpClient;

    /// <summary>Makes a client of one connector.</summary>
    /// <param name="baseUri">The service URL of the channel.</param>
    /// <param name="credentials">Puts an identity onto requests; may be null.</param>
    /// <param name="customHttpClient">Sends the requests.</param>
    /// <param name="disposeHttpClient">Whether the HTTP client ends with this one.</param>
    public ConnectorClient(Uri baseUri, ServiceClientCredentials credentials, HttpClient customHttpClient, bool disposeHttpClient)
    {
        ArgumentNullException.ThrowIfNull(baseUri);
        ArgumentNullException.ThrowIfNull(customHttpClient);
        BaseUri = baseUri;
        Credentials = credentials;
        HttpClient = customHttpClient;
        this.disposeHttpClient = disposeHttpClient;
        Attachments = new Attachments(this);
        Conversations = new Conversations(this);
        SerializationSettings = CreateSettings();
        DeserializationSettings = CreateSettings();
        DeserializationSettings.MaxDepth = 128;
    }

    public Uri BaseUri { get; set; }

    public HttpClient HttpClient { get; protected set; }

    public JsonSerializerSettings SerializationSettings { get; private set; }

    public JsonSerializerSettings DeserializationSettings { get; private set; }

    public ServiceClientCredentials Credentials { get; private set; }

    public virtual IAttachments Attachments { get; private set; }

    public virtual IConversations Conversations { get; private set; }

    /// <summary>Says who is calling, once per client.</summary>
    public static void AddDefaultRequestHeaders(HttpClient httpClient)
    {
        lock (httpClient)
        {
            foreach (var product in new[] { new ProductInfoHeaderValue("Microsoft-BotFramework", "3.1"),
                new ProductInfoHeaderValue("BotBuilder", "0.0.0-standin") })
                if (!httpClient.DefaultRequestHeaders.UserAgent.Contains(product))
                    httpClient.DefaultRequestHeaders.UserAgent.Add(product);
            httpClient.DefaultRequestHeaders.ExpectContinue = false;
            var anything = new MediaTypeWithQualityHeaderValue("*/*");
            if (!httpClient.DefaultRequestHeaders.Accept.Contains(anything))
                httpClient.DefaultRequestHeaders.Accept.Add(anything);
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && disposeHttpClient)
            HttpClient.Dispose();
    }

    private static JsonSerializerSettings CreateSettings() => new()
    {
        Formatting = Formatting.None,
        DateFormatHandling = DateFormatHandling.IsoDateFormat,
        DateTimeZoneHandling = DateTimeZoneHandling.Utc,
        NullValueHandling = NullValueHandling.Ignore,
        ReferenceLoopHandling = ReferenceLoopHandling.Serialize,
        ContractResolver = new DefaultContractResolver(),
        Converters = [new Iso8601TimeSpanConverter()],
        MaxDepth = null,
    };
}
