using System.Net;
using DialClip.Shared.IO;
using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Extensions.Options;
using Microsoft.Rest;

namespace DialClip.Bot.Attachments;

/// <summary>Fetches a picture from an address that a message names, which is untrusted until checked.</summary>
internal sealed class PictureFetcher(
    IHttpClientFactory clients,
    PictureRoutes routes,
    IOptionsMonitor<AttachmentOptions> options
)
{
    /// <summary>Fetches the bytes.</summary>
    /// <param name="source">The picture's source.</param>
    /// <param name="turnContext">The turn, with channel, service address and the bot's credentials.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="PictureException">The address is not allowed, or no usable file came from there.</exception>
    public async Task<byte[]> FetchAsync(
        PictureSource source,
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        if (source.Address is not { Length: > 0 })
            throw new PictureException(PictureRefusal.BadAddress, "the attachment names no address");
        if (source.IsData)
            return source.ReadData(options.CurrentValue.MaxBytes);
        var route = routes.GetRoute(source, turnContext.Activity.ChannelId, turnContext.Activity.ServiceUrl);
        try
        {
            return await DownloadAsync(route, turnContext, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (error.InnerException is PictureException refused)
        {
            // The HTTP client wraps what the connection throws.
            throw new PictureException(refused.Refusal, refused.Message, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PictureException(
                PictureRefusal.Unreachable,
                $"'{route.Address.IdnHost}' could not be read: {error.Message}",
                error
            );
        }
    }

    private async Task<byte[]> DownloadAsync(
        PictureRoutes.Route route,
        ITurnContext turnContext,
        CancellationToken cancellationToken
    )
    {
        for (var isRetry = false; ; isRetry = true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, route.Address);
            if (route.NeedsToken)
                await SignAsync(request, turnContext.TurnState.Get<IConnectorClient>()?.Credentials, cancellationToken)
                    .ConfigureAwait(false);
            using var response = await clients
                .CreateClient(route.Client)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            // Teams refuses some of its own pictures at first.
            if (
                route.NeedsToken
                && !isRetry
                && response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            )
                continue;
            RequireOk(response.StatusCode, route.Address);
            return await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SignAsync(
        HttpRequestMessage request,
        ServiceClientCredentials? credentials,
        CancellationToken cancellationToken
    )
    {
        if (credentials is null)
            throw new PictureException(
                PictureRefusal.NoToken,
                $"'{request.RequestUri!.IdnHost}' wants the bot's token, and the turn has no credentials"
            );
        try
        {
            // The SDK does not pass the cancellation token on.
            await credentials
                .ProcessHttpRequestAsync(request, cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever signing in throws costs the picture, not the turn.
            throw new PictureException(
                PictureRefusal.NoToken,
                $"the bot's token for '{request.RequestUri!.IdnHost}' could not be acquired: {error.Message}",
                error
            );
        }
        // A bot without an app id has credentials, too; they sign nothing.
        if (request.Headers.Authorization is null)
            throw new PictureException(
                PictureRefusal.NoToken,
                $"'{request.RequestUri!.IdnHost}' wants the bot's token, and a bot without an app id has none "
                    + "('MicrosoftAppId')"
            );
    }

    private static void RequireOk(HttpStatusCode status, Uri address)
    {
        if ((int)status is >= 300 and < 400)
            throw new PictureException(
                PictureRefusal.Redirect,
                $"'{address.IdnHost}' answered {(int)status}; redirects are not followed"
            );
        if (status != HttpStatusCode.OK)
            throw new PictureException(
                PictureRefusal.Status,
                $"'{address.IdnHost}' answered {(int)status}, expected 200"
            );
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var maxBytes = options.CurrentValue.MaxBytes;
        if (content.Headers.ContentLength > maxBytes)
            throw PictureException.TooManyBytes(maxBytes);
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // The declared length is untrusted: the bytes that arrive are counted.
            return await stream.ReadAtMostAsync(maxBytes, cancellationToken).ConfigureAwait(false)
                ?? throw PictureException.TooManyBytes(maxBytes);
        }
    }
}
