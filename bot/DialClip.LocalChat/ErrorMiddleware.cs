using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DialClip.LocalChat;

/// <summary>Middleware that turns exceptions into one JSON message; stack traces stay in the log.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await ApiError
                .Create(
                    error.StatusCode,
                    error.StatusCode == StatusCodes.Status413PayloadTooLarge ? "RequestTooLarge" : "BadRequest",
                    error.Message
                )
                .ExecuteAsync(context)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            // The route, not the path, which may hold the connector's key.
            logger.RequestFailed((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)", error);
            await ApiError
                .Create(
                    StatusCodes.Status500InternalServerError,
                    "ServerError",
                    "The request failed on this side; the log has the details."
                )
                .ExecuteAsync(context)
                .ConfigureAwait(false);
        }
    }
}
