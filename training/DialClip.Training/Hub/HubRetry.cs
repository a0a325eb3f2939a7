using System.Globalization;
using Polly;
using Polly.Retry;

namespace DialClip.Training.Hub;

/// <summary>How passing failures are met: again after a growing, jittered wait, or after the wait that the hub asks for.</summary>
internal static class HubRetry
{
    /// <summary>Gets the pipeline; all waiting goes by <paramref name="time"/>.</summary>
    public static ResiliencePipeline Create(PullLimits limits, IPullProgress progress, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (limits.Attempts > 1)
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<PassingException>(error => error.RetryAfter is not { } wait || wait <= limits.MaxRetryAfter),
                MaxRetryAttempts = limits.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = limits.Delay,
                MaxDelay = limits.MaxDelay,
                // Null leaves the wait to the exponential rule.
                DelayGenerator = attempt => new ValueTask<TimeSpan?>((attempt.Outcome.Exception as PassingException)?.RetryAfter),
                OnRetry = attempt =>
                {
                    progress.Note(string.Create(CultureInfo.InvariantCulture, $"{attempt.Outcome.Exception?.Message} Trying again in {attempt.RetryDelay.TotalSeconds:F1} s."));
                    return default;
                },
            });
        return builder.Build();
    }
}
