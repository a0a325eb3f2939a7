using System.Globalization;
using Azure;
using Polly;
using Polly.Retry;

namespace DialClip.Shared.Blobs;

/// <summary>The retries of requests to a blob service: transient failures again after an exponential wait.</summary>
internal static class BlobResilience
{
    /// <summary>Creates the pipeline; all waiting goes by <paramref name="time"/>.</summary>
    public static ResiliencePipeline Create(BlobConnection connection, TimeProvider time)
    {
        if (connection.Retries == 0)
            return ResiliencePipeline.Empty;
        var retry = new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransient),
            MaxRetryAttempts = connection.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = connection.RetryDelay,
            MaxDelay = connection.MaxRetryDelay,
            DelayGenerator = attempt => new ValueTask<TimeSpan?>(
                RetryAfter(attempt.Outcome.Exception, connection.MaxRetryDelay, time)
            ),
        };
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(retry)
            .Build();
    }

    /// <summary>Determines whether a failure is transient: the service is busy or broken, or the connection.</summary>
    public static bool IsTransient(Exception error) =>
        error switch
        {
            // Status 0: the request got no answer at all.
            RequestFailedException request => request.Status == 0 || IsTransient(request.Status),
            IOException or HttpRequestException or TimeoutException => true,
            // What a stream of the SDK throws once it has resumed too often; its own timeouts come as cancellations.
            AggregateException { InnerExceptions: var all } => all.All(inner =>
                IsTransient(inner) || inner is OperationCanceledException
            ),
            _ => false,
        };

    /// <summary>Determines whether an HTTP status tells of a transient failure.</summary>
    public static bool IsTransient(int status) => status is 408 or 429 or >= 500;

    /// <summary>Gets the service's status and code of a failure, or the type of the exception.</summary>
    public static string GetCode(Exception error) =>
        error switch
        {
            RequestFailedException { Status: > 0 } request => $"status {request.Status} {request.ErrorCode}".TrimEnd(),
            _ => error.GetType().Name,
        };

    // Null leaves the wait to the exponential rule.
    private static TimeSpan? RetryAfter(Exception? error, TimeSpan longest, TimeProvider time)
    {
        if ((error as RequestFailedException)?.GetRawResponse() is not { } response)
            return null;
        TimeSpan? wait = null;
        if (
            response.Headers.TryGetValue("x-ms-retry-after-ms", out var header)
            && double.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        )
            wait = TimeSpan.FromMilliseconds(milliseconds);
        else if (response.Headers.TryGetValue("Retry-After", out header))
            wait =
                int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? TimeSpan.FromSeconds(seconds)
                : DateTimeOffset.TryParse(
                    header,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var date
                )
                    ? date - time.GetUtcNow()
                : null;
        return wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, longest.Ticks)) : null;
    }
}
