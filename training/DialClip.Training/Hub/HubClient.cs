using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace DialClip.Training.Hub;

/// <summary>Asks a hub over HTTP; redirects are followed here, because the access token must not follow them to other hosts.</summary>
internal sealed class HubClient(HttpMessageInvoker http, HubEndpoint endpoint, string? token, TimeProvider time)
{
    /// <summary>Makes what sends the requests.</summary>
    public static HttpMessageInvoker CreateHttp() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None });

    /// <summary>Asks for content, from a point on where one is given.</summary>
    /// <returns>The answer with its body unread: 200, 206, or 416 when a point was given.</returns>
    /// <exception cref="PassingException">The hub or the network is in trouble that may pass.</exception>
    /// <exception cref="IOException">The hub refuses.</exception>
    /// <exception cref="InvalidDataException">The hub answers with what is no answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, ResumePoint from, StallGuard guard)
    {
        var trusted = true;
        for (var redirects = 0; redirects <= RedirectRule.Max; redirects++)
        {
            // Once the way has led elsewhere, whoever is there decides where it leads next: the token stays away for good.
            trusted &= endpoint.Owns(address);
            using var request = Request(address, from, trusted ? token : null);
            var response = await guard.CallAsync(stop => new ValueTask<HttpResponseMessage>(http.SendAsync(request, stop))).ConfigureAwait(false);
            if (IsAnswer(response.StatusCode, from) && response.Content.Headers.ContentEncoding.Count == 0)
                return response;
            using (response)
                address = IsRedirect(response.StatusCode) ? RedirectRule.Follow(address, response.Headers.Location) : throw Refusal(response, address);
        }
        throw new InvalidDataException($"The hub redirects more than {RedirectRule.Max} times, the last time to '{address.IdnHost}'. Try another --endpoint.");
    }

    /// <summary>Reads a whole answer into memory.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="max"/> bytes.</exception>
    public async Task<byte[]> ReadAsync(Uri address, int max, StallGuard guard)
    {
        using var response = await GetAsync(address, ResumePoint.Start, guard).ConfigureAwait(false);
        await using var body = await guard.CallAsync(stop => new ValueTask<Stream>(response.Content.ReadAsStreamAsync(stop))).ConfigureAwait(false);
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await guard.CallAsync(stop => body.ReadAsync(buffer, stop)).ConfigureAwait(false) is var read and > 0)
        {
            if (whole.Length + read > max)
                throw new InvalidDataException($"'{address.IdnHost}' answers with more than {max} bytes where a listing of files was expected. Check --endpoint.");
            whole.Write(buffer, 0, read);
        }
        return whole.ToArray();
    }

    private static HttpRequestMessage Request(Uri address, ResumePoint from, string? token)
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
        status == HttpStatusCode.OK || (from.Offset > 0 && status is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable);

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private IOException Refusal(HttpResponseMessage response, Uri address)
    {
        var answer = string.Create(CultureInfo.InvariantCulture, $"'{address.IdnHost}' answers {(int)response.StatusCode}");
        return (int)response.StatusCode switch
        {
            429 => new PassingException($"{answer} (too many requests).", RetryAfter(response)),
            408 or >= 500 => new PassingException($"{answer}.", RetryAfter(response)),
            401 or 403 => new RefusedException($"{answer}: the repository does not exist, is private, or its licence has to be accepted first. "
                + $"Check the name{(token is null ? ", or set HF_TOKEN (--token-variable) to an access token that may read it" : " and whether the access token may read it")}."),
            404 or 410 => new NotThereException($"{answer}: there is no such repository, revision or file. Check the name, --revision and --endpoint."),
            200 or 206 => new IOException($"{answer} with encoded or partial content, expected the content as it is. Try another --endpoint."),
            _ => new IOException($"{answer}, expected 200. Check --endpoint."),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
