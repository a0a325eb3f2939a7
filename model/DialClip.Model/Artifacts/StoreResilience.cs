using System.Globalization;
using Azure;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace DialClip.Model.Artifacts;

/// <summary>How a blob store is called: each attempt with a limit of time, passing failures again after a growing, jittered wait.</summary>
internal static class StoreResilience
{
    /// <summary>Gets the pipeline; all waiting goes by <paramref name="time"/>.</summary>
    public static ResiliencePipeline Create(ArtifactStoreOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsPassing),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                DelayGenerator = attempt => new ValueTask<TimeSpan?>(AskedFor(attempt.Outcome.Exception, options.MaxRetryDelay, time)),
            });
        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout }).Build();
    }

    /// <summary>Gets whether a failure may pass: the service is busy or in trouble, or the connection broke.</summary>
    public static bool IsPassing(Exception error) => error switch
    {
        // Status 0: the request got no answer at all.
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        IOException or HttpRequestException or TimeoutRejectedException => true,
        AggregateException { InnerExceptions: var inner } => inner.All(IsPassing),
        _ => false,
    };

    // Null leaves the wait to the exponential rule.
    private static TimeSpan? AskedFor(Exception? error, TimeSpan longest, TimeProvider time)
    {
        if ((error as RequestFailedException)?.GetRawResponse() is not { } response)
            return null;
        TimeSpan? asked = null;
        if (response.Headers.TryGetValue("x-ms-retry-after-ms", out var milliseconds) && double.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
            asked = TimeSpan.FromMilliseconds(ms);
        else if (response.Headers.TryGetValue("Retry-After", out var header))
            asked = int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
                : DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date - time.GetUtcNow()
                : null;
        return asked is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, longest.Ticks)) : null;
    }
}
