using System.Globalization;
using DialClip.Training.Terminal;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace DialClip.Training.Hub;

/// <summary>The timeouts and retries of requests to a hub.</summary>
internal sealed record HubRetryOptions
{
    /// <summary>Gets the time without a byte after which an attempt fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how many attempts in a row may bring no new byte; 2 or more.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Gets the first delay between attempts; later ones grow exponentially.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the maximum delay between attempts, unless the hub asks for more.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the maximum delay that a hub may ask for; beyond it the command fails.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the delay after a number of attempts in a row without a new byte.</summary>
    public TimeSpan GetDelay(int attempts) =>
        Delay * Math.Pow(2, attempts) is var delay && delay < MaxDelay ? delay : MaxDelay;

    /// <summary>Gets a sentence about a failure of the network.</summary>
    public string Describe(Exception error) =>
        error is OperationCanceledException or TimeoutRejectedException
            ? string.Create(CultureInfo.InvariantCulture, $"The hub sent nothing for {Timeout.TotalSeconds:F0} s.")
            : $"The connection broke: {error.GetBaseException().Message}";

    /// <summary>Creates the handler that retries requests up to the headers of the response.</summary>
    /// <param name="progress">Receives a line for every retry.</param>
    /// <param name="time">The clock of delays and timeouts.</param>
    public ResilienceHandler CreateHandler(IProgressSink progress, TimeProvider time)
    {
        var retry = new HttpRetryStrategyOptions
        {
            ShouldHandle = attempt =>
                ValueTask.FromResult(
                    HttpClientResiliencePredicates.IsTransient(attempt.Outcome)
                        && !(GetRetryAfter(attempt.Outcome.Result, time) > MaxRetryAfter)
                ),
            MaxRetryAttempts = MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = Delay,
            MaxDelay = MaxDelay,
            // ShouldRetryAfterHeader goes by the system's clock. Null is the exponential delay.
            DelayGenerator = attempt => ValueTask.FromResult(GetRetryAfter(attempt.Outcome.Result, time)),
            OnRetry = attempt =>
            {
                var failure = attempt.Outcome switch
                {
                    { Result: { } response } => $"The hub answers {(int)response.StatusCode}.",
                    { Exception: { } error } => Describe(error),
                    _ => "",
                };
                var delay = attempt.RetryDelay.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
                progress.WriteLine($"{failure} Trying again in {delay} s.");
                return default;
            },
        };
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        return new(builder.AddRetry(retry).AddTimeout(new HttpTimeoutStrategyOptions { Timeout = Timeout }).Build());
    }

    private static TimeSpan? GetRetryAfter(HttpResponseMessage? response, TimeProvider time) =>
        response?.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
}
