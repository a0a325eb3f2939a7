namespace DialClip.Bot.Host;

/// <summary>Turns what went wrong into one clear JSON message; stack traces stay in the log.</summary>
internal sealed class FailureResponse(RequestDelegate next, ILogger<FailureResponse> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await Failure
                .Of(
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
            // The path itself may hold the connector's key.
            logger.RequestFailed((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)", error);
            await Failure
                .Of(
                    StatusCodes.Status500InternalServerError,
                    "ServerError",
                    "The request failed on this side; the log has the details."
                )
                .ExecuteAsync(context)
                .ConfigureAwait(false);
        }
    }
}
