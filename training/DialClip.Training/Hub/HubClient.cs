using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using DialClip.Shared.IO;
using DialClip.Training.Terminal;
using Polly.Timeout;

namespace DialClip.Training.Hub;

/// <summary>A client of a hub, which retries requests and follows redirects.</summary>
/// <remarks>
/// Redirects are followed here and not by HttpClient, which takes the access token away at every redirect, also at
/// the hub's own (a renamed private repository could not be read), and which follows http from this machine to others.
/// </remarks>
internal sealed class HubClient : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly HubEndpoint endpoint;
    private readonly string? token;
    private readonly IProgressSink progress;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    /// <summary>Creates a client.</summary>
    /// <param name="endpoint">The hub, the only server that gets the token.</param>
    /// <param name="token">An access token; null for anonymous access.</param>
    /// <param name="limits">The timeouts and retries.</param>
    /// <param name="progress">Is told of retries.</param>
    /// <param name="time">The clock of waits and timeouts.</param>
    public HubClient(HubEndpoint endpoint, string? token, PullLimits limits, IProgressSink progress, TimeProvider time)
    {
        (this.endpoint, this.token, Limits, this.progress, this.time) = (endpoint, token, limits, progress, time);
        var handler = HubResilience.CreateHandler(limits, progress, time);
        handler.InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Gets the timeouts and retries.</summary>
    public PullLimits Limits { get; }

    /// <summary>Requests content, from an offset on where one is given.</summary>
    /// <returns>The response with its body unread: 200, 206, or 416 when an offset was given.</returns>
    /// <exception cref="HubException">The hub refuses, or cannot be reached after every retry.</exception>
    /// <exception cref="InvalidDataException">The hub redirects too often, or to where it is not safe.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, ResumePoint from, CancellationToken cancellationToken)
    {
        var trusted = true;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            // Behind another server, that server decides where it leads next: the token stays away for good.
            trusted &= endpoint.Owns(address);
            using var request = CreateRequest(address, from, trusted ? token : null);
            var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (IsAnswer(response.StatusCode, from) && response.Content.Headers.ContentEncoding.Count == 0)
                return response;
            using (response)
                address = IsRedirect(response.StatusCode)
                    ? FollowRedirect(address, response.Headers.Location)
                    : throw Refusal(response, address);
        }

        throw new InvalidDataException(
            $"The hub redirects more than {MaxRedirects} times, the last time to '{address.IdnHost}'. "
                + "Try another --endpoint."
        );
    }

    /// <summary>Opens the body of a response.</summary>
    /// <returns>The body; a read that breaks or stalls is <see cref="HubFailure.Interrupted"/>.</returns>
    public async Task<Stream> OpenBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new GuardedStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), ReadAsync);

    /// <summary>Downloads content into memory.</summary>
    /// <param name="address">The address.</param>
    /// <param name="max">The maximum number of bytes.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="HubException">The hub refuses, or cannot be read after every retry.</exception>
    /// <exception cref="InvalidDataException">There are more than <paramref name="max"/> bytes.</exception>
    public async Task<byte[]> DownloadAsync(Uri address, int max, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var response = await GetAsync(address, ResumePoint.Start, cancellationToken)
                    .ConfigureAwait(false);
                await using var body = await OpenBodyAsync(response, cancellationToken).ConfigureAwait(false);
                return await body.ReadAtMostAsync(max, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidDataException(
                        $"'{address.IdnHost}' answers with more than {max} bytes, the limit here. Check --endpoint."
                    );
            }
            catch (HubException error) when (error.Failure == HubFailure.Interrupted && attempt < Limits.Attempts)
            {
                progress.WriteLine($"{error.Message} Trying again.");
                await Task.Delay(Limits.WaitAfter(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gets the target of a redirect: https, or http from this machine to this machine.</summary>
    /// <exception cref="InvalidDataException">There is none, or content could be changed on its way.</exception>
    internal static Uri FollowRedirect(Uri from, Uri? location)
    {
        if (location is null)
            throw new InvalidDataException(
                $"'{from.IdnHost}' redirects without a usable address. Try another --endpoint."
            );
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        var local = new[] { from, to }.All(address => address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);
        // Only scheme and host are named: the rest of such an address is often a key to the content.
        return (local || to.Scheme == Uri.UriSchemeHttps) && to.UserInfo.Length == 0
            ? to
            : throw new InvalidDataException(
                $"'{from.IdnHost}' redirects to '{to.Scheme}://{to.IdnHost}', expected https. Try another --endpoint."
            );
    }

    /// <summary>Gets a sentence about a failure of the network.</summary>
    internal static string Describe(Exception error, PullLimits limits) =>
        error is OperationCanceledException or TimeoutRejectedException
            ? string.Create(CultureInfo.InvariantCulture, $"The hub sent nothing for {limits.Stall.TotalSeconds:F0} s.")
            : $"The connection broke: {error.GetBaseException().Message}";

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutRejectedException)
        {
            throw new HubException(HubFailure.Unavailable, Describe(error, Limits), error);
        }
    }

    private async ValueTask<int> ReadAsync(
        Func<CancellationToken, ValueTask<int>> read,
        CancellationToken cancellationToken
    )
    {
        using var stall = new CancellationTokenSource(Limits.Stall, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            return await read(linked.Token).ConfigureAwait(false);
        }
        catch (Exception error)
            when (error is OperationCanceledException or HttpRequestException or IOException
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw new HubException(HubFailure.Interrupted, Describe(error, Limits), error);
        }
    }

    private static HttpRequestMessage CreateRequest(Uri address, ResumePoint from, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("dialclip", "1.0"));
        // Sizes and ranges are those of the content itself.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (from.Offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from.Offset, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(from.Tag!);
        }

        return request;
    }

    private static bool IsAnswer(HttpStatusCode status, ResumePoint from) =>
        status == HttpStatusCode.OK
        || (from.Offset > 0 && status is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable);

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private HubException Refusal(HttpResponseMessage response, Uri address)
    {
        var status = (int)response.StatusCode;
        var answer = string.Create(CultureInfo.InvariantCulture, $"'{address.IdnHost}' answers {status}");
        return status switch
        {
            429 => new(HubFailure.Unavailable, $"{answer} (too many requests)."),
            408 or >= 500 => new(HubFailure.Unavailable, $"{answer}."),
            401 or 403 => new(
                HubFailure.Refused,
                $"{answer}: the repository does not exist, is private, or its licence has to be accepted first. "
                    + "Check the name"
                    + (
                        token is null
                            ? ", or set HF_TOKEN (--token-variable) to an access token that may read it."
                            : " and whether the access token may read it."
                    )
            ),
            404 or 410 => new(
                HubFailure.NotFound,
                $"{answer}: there is no such repository, revision or file. Check the name, --revision and --endpoint."
            ),
            200 or 206 => new(
                HubFailure.Unexpected,
                $"{answer} with encoded or partial content, expected the content as it is. Try another --endpoint."
            ),
            _ => new(HubFailure.Unexpected, $"{answer}, expected 200. Check --endpoint."),
        };
    }
}
