using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Bot.Schema;
using Microsoft.Rest;
using Newtonsoft.Json;

namespace Microsoft.Bot.Connector;

/// <summary>One REST call to a connector: built step by step, then sent.</summary>
internal sealed class ConnectorCall
{
    private readonly HttpMethod method;
    private readonly List<string> query = [];
    private string path;
    private readonly List<(string Name, string Value)> ownHeaders = [];
    private object body;
    private HttpStatusCode alsoSuccess;
    private Dictionary<string, List<string>> headers;

    private ConnectorCall(HttpMethod method, string path) => (this.method, this.path) = (method, path);

    public static ConnectorCall Get(string path) => new(HttpMethod.Get, path);

    public static ConnectorCall Post(string path) => new(HttpMethod.Post, path);

    public static ConnectorCall Put(string path) => new(HttpMethod.Put, path);

    /// <summary>A deletion; the interface gives each kind its own second code of success.</summary>
    public static ConnectorCall Delete(string path, HttpStatusCode alsoSuccess) => new(HttpMethod.Delete, path) { alsoSuccess = alsoSuccess };

    public ConnectorCall Path(string name, string value)
    {
        path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value ?? throw new ValidationException(ValidationRules.CannotBeNull, name)),
            StringComparison.Ordinal);
        return this;
    }

    public ConnectorCall Query(string name, string value)
    {
        if (value is not null)
            query.Add($"{name}={Uri.EscapeDataString(value)}");
        return this;
    }

    /// <summary>Adds a header of the interface itself; one that cannot stand in a header is refused.</summary>
    public ConnectorCall Header(string name, string value)
    {
        ownHeaders.Add((name, value));
        return this;
    }

    public ConnectorCall Body(object value, string name)
    {
        body = value ?? throw new ValidationException(ValidationRules.CannotBeNull, name);
        return this;
    }

    public ConnectorCall With(Dictionary<string, List<string>> customHeaders)
    {
        headers = customHeaders;
        return this;
    }

    public async Task<HttpOperationResponse<T>> SendAsync<T>(ConnectorClient client, CancellationToken cancellationToken)
    {
        var (request, response) = await SendCoreAsync(client, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        var answer = new HttpOperationResponse<T> { Request = request, Response = response };
        var content = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            answer.Body = JsonConvert.DeserializeObject<T>(content, client.DeserializationSettings);
            return answer;
        }
        catch (JsonException malformed)
        {
            answer.Dispose();
            throw new SerializationException(
                $"The connector answered {method} {path} with something that is not {typeof(T).Name} as JSON: {malformed.Message}", content, malformed);
        }
    }

    public async Task<HttpOperationResponse<Stream>> SendForStreamAsync(ConnectorClient client, CancellationToken cancellationToken)
    {
        var (request, response) = await SendCoreAsync(client, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new HttpOperationResponse<Stream> { Request = request, Response = response, Body = stream };
    }

    private async Task<(HttpRequestMessage Request, HttpResponseMessage Response)> SendCoreAsync(
        ConnectorClient client, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var json = body is null ? null : JsonConvert.SerializeObject(body, client.SerializationSettings);
        var request = CreateRequest(client.BaseUri, json);
        HttpResponseMessage response = null;
        try
        {
            if (client.Credentials is not null)
                await client.Credentials.ProcessHttpRequestAsync(request, cancellationToken).ConfigureAwait(false);
            response = await client.HttpClient.SendAsync(request, completion, cancellationToken).ConfigureAwait(false);
            if (!IsSuccess(response.StatusCode))
                throw await CreateErrorAsync(client, request, json, response, cancellationToken).ConfigureAwait(false);
            return (request, response);
        }
        catch
        {
            request.Dispose();
            response?.Dispose();
            throw;
        }
    }

    private HttpRequestMessage CreateRequest(Uri baseUri, string json)
    {
        var root = baseUri.AbsoluteUri;
        var tail = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        var request = new HttpRequestMessage(method, new Uri(root + (root.EndsWith('/') ? string.Empty : "/") + tail));
        foreach (var (name, values) in headers ?? [])
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (name, value) in ownHeaders)
            request.Headers.Add(name, value);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
        return request;
    }

    // The interface names the codes of each call; anything else is an error, a redirection included.
    private bool IsSuccess(HttpStatusCode code) => method.Method switch
    {
        "GET" => code is HttpStatusCode.OK,
        "DELETE" => code is HttpStatusCode.OK || code == alsoSuccess,
        _ => code is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted,
    };

    private static async Task<ErrorResponseException> CreateErrorAsync(
        ConnectorClient client, HttpRequestMessage request, string json, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var error = new ErrorResponseException($"Operation returned an invalid status code '{response.StatusCode}'")
        {
            Request = new HttpRequestMessageWrapper(request, json),
            Response = new HttpResponseMessageWrapper(response, content),
        };
        try
        {
            error.Body = JsonConvert.DeserializeObject<ErrorResponse>(content, client.DeserializationSettings);
        }
        catch (JsonException)
        {
            // The status and the text above say enough; only the structured form is absent.
            error.Body = null;
        }

        return error;
    }
}
