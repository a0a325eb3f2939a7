using System.Globalization;
using DialClip.Training.Terminal;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace DialClip.Training.Hub;

/// <summary>The retries of requests to a hub: after an exponential wait, or the one that the hub asks for.</summary>
internal static class HubResilience
{
    /// <summary>Creates the handler; it covers a request up to the headers of its response, not the body.</summary>
    /// <param name="limits">The attempts, waits and the timeout of an attempt.</param>
    /// <param name="progress">Is told of every retry.</param>
    /// <param name="time">The clock of waits and timeouts.</param>
    public static ResilienceHandler CreateHandler(PullLimits limits, IProgressSink progress, TimeProvider time)
    {
        var retry = new HttpRetryStrategyOptions
        {
            ShouldHandle = attempt =>
                ValueTask.FromResult(
                    HttpClientResiliencePredicates.IsTransient(attempt.Outcome)
                        && !(RetryAfter(attempt.Outcome.Result, time) > limits.MaxRetryAfter)
                ),
            MaxRetryAttempts = limits.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = limits.Delay,
            MaxDelay = limits.MaxDelay,
            // The options' own reading of Retry-After goes by the system's clock. Null is the exponential wait.
            DelayGenerator = attempt => ValueTask.FromResult(RetryAfter(attempt.Outcome.Result, time)),
            OnRetry = attempt =>
            {
                var wait = attempt.RetryDelay.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
                progress.WriteLine($"{Describe(attempt.Outcome, limits)} Trying again in {wait} s.");
                return default;
            },
        };
        var timeout = new HttpTimeoutStrategyOptions { Timeout = limits.Stall };
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        return new(builder.AddRetry(retry).AddTimeout(timeout).Build());
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time) =>
        response?.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;

    private static string Describe(Outcome<HttpResponseMessage> outcome, PullLimits limits) =>
        outcome switch
        {
            { Result: { } response } => $"The hub answers {(int)response.StatusCode}.",
            { Exception: { } error } => HubClient.Describe(error, limits),
            _ => "",
        };
}
