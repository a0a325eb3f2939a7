using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace DialClip.Testing;

/// <summary>Just enough of the blob service's HTTP interface for one container, with faults on demand.</summary>
internal sealed class FakeBlobService : HttpMessageHandler
{
    public const string ConnectionString =
        "DefaultEndpointsProtocol=https;AccountName=fake;AccountKey=c2VjcmV0LWtleQ==;"
        + "BlobEndpoint=https://fake.blob.example/;";

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public List<string> Requests { get; } = [];

    /// <summary>
    /// Gets the answers that come instead of the service's own, in order; null lets a request through.
    /// </summary>
    public Queue<Func<HttpRequestMessage, Task<HttpResponseMessage>>?> Faults { get; } = new();

    /// <summary>Gets or sets how the content of an answer is made; the default gives all of it.</summary>
    public Func<byte[], Stream> Content { get; set; } = bytes => new MemoryStream(bytes);

    public static Func<HttpRequestMessage, Task<HttpResponseMessage>> Status(
        HttpStatusCode status,
        params (string Name, string Value)[] headers
    ) =>
        _ =>
        {
            var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
            foreach (var (name, value) in headers)
                response.Headers.TryAddWithoutValidation(name, value);
            return Task.FromResult(response);
        };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var path = request.RequestUri!.AbsolutePath.Split('/', 3)[^1];
        Requests.Add($"{request.Method} {path} {Header(request, "x-ms-range")}".TrimEnd());
        if (Faults.TryDequeue(out var fault) && fault is not null)
            return await fault(request).WaitAsync(cancellationToken);
        return request.Method.Method switch
        {
            "PUT" => await PutAsync(request, path, cancellationToken),
            _ when !Blobs.TryGetValue(path, out _) => await Status(
                HttpStatusCode.NotFound,
                ("x-ms-error-code", "BlobNotFound")
            )(request),
            "HEAD" => Answer(Blobs[path], 0, HttpStatusCode.OK, new MemoryStream()),
            _ => Get(request, Blobs[path]),
        };
    }

    private async Task<HttpResponseMessage> PutAsync(
        HttpRequestMessage request,
        string path,
        CancellationToken cancellationToken
    )
    {
        var bytes = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        lock (Blobs)
        {
            var there = Blobs.GetValueOrDefault(path);
            if (there is not null && Header(request, "If-None-Match") == "*")
                return Refusal(HttpStatusCode.Conflict, "BlobAlreadyExists");
            if (Header(request, "If-Match") is { Length: > 0 } tag && (there is null || tag != Tag(there)))
                return Refusal(HttpStatusCode.PreconditionFailed, "ConditionNotMet");
            Blobs[path] = bytes;
        }

        return Answer(bytes, 0, HttpStatusCode.Created, new MemoryStream());
    }

    private HttpResponseMessage Get(HttpRequestMessage request, byte[] bytes)
    {
        if (Header(request, "If-Match") is { Length: > 0 } tag && tag != Tag(bytes))
            return Refusal(HttpStatusCode.PreconditionFailed, "ConditionNotMet");
        var range = Header(request, "x-ms-range");
        var start =
            range.Length == 0
                ? 0
                : int.Parse(range["bytes=".Length..].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
        return Answer(
            bytes,
            start,
            range.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.PartialContent,
            Content(bytes[start..])
        );
    }

    private static HttpResponseMessage Refusal(HttpStatusCode status, string code) =>
        new(status) { Headers = { { "x-ms-error-code", code } }, Content = new ByteArrayContent([]) };

    private static HttpResponseMessage Answer(byte[] bytes, int start, HttpStatusCode status, Stream content)
    {
        var response = new HttpResponseMessage(status) { Content = new StreamContent(content) };
        response.Headers.ETag = new EntityTagHeaderValue(Tag(bytes));
        response.Content.Headers.ContentLength = bytes.Length - start;
        response.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
        if (status == HttpStatusCode.PartialContent)
            response.Content.Headers.ContentRange = new ContentRangeHeaderValue(start, bytes.Length - 1, bytes.Length);
        response.Headers.TryAddWithoutValidation("x-ms-blob-type", "BlockBlob");
        return response;
    }

    private static string Tag(byte[] bytes) =>
        $"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))[..16]}\"";

    private static string Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
}
