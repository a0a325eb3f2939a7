using System.Net;
using System.Net.Http.Headers;
using DialClip.Shared.IO;
using DialClip.Training.Terminal;
using Polly.Timeout;

namespace DialClip.Training.Hub;

/// <summary>A client of a hub, which retries requests and follows redirects.</summary>
/// <remarks>
/// HttpClient would drop the access token at every redirect, also at the hub's own (a renamed private repository could
/// not be read), and would follow http from this machine to others: so redirects are followed here.
/// </remarks>
internal sealed class HubClient : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly HubEndpoint endpoint;
    private readonly string? token;
    private readonly HubRetryOptions retry;
    private readonly IProgressSink progress;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    /// <summary>Creates a client.</summary>
    /// <param name="endpoint">The hub, the only server that gets the token.</param>
    /// <param name="token">An access token; null for anonymous access.</param>
    /// <param name="retry">The timeouts and retries.</param>
    /// <param name="progress">Receives a line for every retry.</param>
    /// <param name="time">The clock of delays and timeouts.</param>
    public HubClient(
        HubEndpoint endpoint,
        string? token,
        HubRetryOptions retry,
        IProgressSink progress,
        TimeProvider time
    )
    {
        (this.endpoint, this.token, this.retry, this.progress, this.time) = (endpoint, token, retry, progress, time);
        var handler = retry.CreateHandler(progress, time);
        handler.InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Requests content, from an offset on where one is given.</summary>
    /// <returns>The response with its body unread: 200, or where an offset was given 206 or 416.</returns>
    /// <exception cref="HubException">Access is denied, or the hub is unreachable after every retry.</exception>
    /// <exception cref="InvalidDataException">The hub redirects too often, or to an unsafe address.</exception>
    public async Task<HttpResponseMessage> GetAsync(
        Uri address,
        PartialFile.ResumePoint from,
        CancellationToken cancellationToken
    )
    {
        var isTrusted = true;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            // Once another server decided on the address, it never gets the token again.
            isTrusted &= endpoint.Owns(address);
            using var request = CreateRequest(address, from, isTrusted ? token : null);
            var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (IsExpected(response.StatusCode, from) && response.Content.Headers.ContentEncoding.Count == 0)
                return response;
            using (response)
                address = IsRedirect(response.StatusCode)
                    ? FollowRedirect(address, response.Headers.Location)
                    : throw HubException.FromAnswer(response.StatusCode, address, hasToken: token is not null);
        }

        throw new InvalidDataException(
            $"The hub redirects more than {MaxRedirects} times, the last time to '{address.IdnHost}'. "
                + "Try another --endpoint."
        );
    }

    /// <summary>Opens the body of a response.</summary>
    /// <returns>The body, whose failed and stalled reads throw <see cref="HubFailure.Interrupted"/>.</returns>
    public async Task<Stream> OpenBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new GuardedStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), ReadAsync);

    /// <summary>Downloads content into memory.</summary>
    /// <param name="address">The address.</param>
    /// <param name="max">The maximum number of bytes.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="HubException">Access is denied, or the hub fails after every retry.</exception>
    /// <exception cref="InvalidDataException">There are more than <paramref name="max"/> bytes.</exception>
    public Task<byte[]> DownloadAsync(Uri address, int max, CancellationToken cancellationToken) =>
        RetryInterruptedAsync(
            async token =>
            {
                using var response = await GetAsync(address, default, token).ConfigureAwait(false);
                await using var body = await OpenBodyAsync(response, token).ConfigureAwait(false);
                return await body.ReadAtMostAsync(max, token).ConfigureAwait(false)
                    ?? throw new InvalidDataException(
                        $"'{address.IdnHost}' answers with more than {max} bytes, the limit here. Check --endpoint."
                    );
            },
            () => 0,
            cancellationToken
        );

    /// <summary>Repeats a transfer that is interrupted, until attempts in a row bring no new byte.</summary>
    /// <param name="transfer">The transfer, which resumes where it can.</param>
    /// <param name="getOffset">Gets the number of bytes that a next attempt need not request.</param>
    /// <param name="cancellationToken">Cancels the transfer.</param>
    public async Task<T> RetryInterruptedAsync<T>(
        Func<CancellationToken, Task<T>> transfer,
        Func<long> getOffset,
        CancellationToken cancellationToken
    )
    {
        var (maxOffset, failures) = (getOffset(), 0);
        while (true)
        {
            try
            {
                return await transfer(cancellationToken).ConfigureAwait(false);
            }
            catch (HubException error) when (error.Failure == HubFailure.Interrupted)
            {
                var offset = getOffset();
                failures = offset > maxOffset ? 0 : failures + 1;
                if (failures == retry.MaxAttempts)
                    throw;
                maxOffset = Math.Max(maxOffset, offset);
                progress.WriteLine($"{error.Message} Trying again from byte {offset} on.");
            }

            await Task.Delay(retry.GetDelay(failures), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gets the target of a redirect: https, or http from this machine to this machine.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is another scheme.</exception>
    internal static Uri FollowRedirect(Uri from, Uri? location)
    {
        if (location is null)
            throw new InvalidDataException(
                $"'{from.IdnHost}' redirects without a usable address. Try another --endpoint."
            );
        var to = location.IsAbsoluteUri ? location : new Uri(from, location);
        var isLocal = new[] { from, to }.All(address => address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);
        // Messages name scheme and host only: the rest of such an address is often a credential.
        return (isLocal || to.Scheme == Uri.UriSchemeHttps) && to.UserInfo.Length == 0
            ? to
            : throw new InvalidDataException(
                $"'{from.IdnHost}' redirects to '{to.Scheme}://{to.IdnHost}', expected https. Try another --endpoint."
            );
    }

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
            throw new HubException(HubFailure.Unavailable, retry.Describe(error), error);
        }
    }

    private async ValueTask<int> ReadAsync(
        Func<CancellationToken, ValueTask<int>> read,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(retry.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await read(linked.Token).ConfigureAwait(false);
        }
        catch (Exception error)
            when (error is OperationCanceledException or HttpRequestException or IOException
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw new HubException(HubFailure.Interrupted, retry.Describe(error), error);
        }
    }

    private static HttpRequestMessage CreateRequest(Uri address, PartialFile.ResumePoint from, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("dialclip", "1.0"));
        // Sizes and ranges are those of the content without encoding.
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

    private static bool IsExpected(HttpStatusCode status, PartialFile.ResumePoint from) =>
        status == HttpStatusCode.OK
        || (from.Offset > 0 && status is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable);

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
