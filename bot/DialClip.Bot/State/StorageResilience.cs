using System.Globalization;
using System.Text.Json;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Turns;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace DialClip.Bot.State;

/// <summary>
/// The resilience of operations on the conversation storage: a circuit breaker around a timeout around retries of
/// ETag conflicts.
/// </summary>
internal sealed class StorageResilience
{
    // Eight writers of one conversation that never pause take up to nine attempts over Azurite, sixteen up to fifteen.
    // All delays together are some 2 seconds, within every timeout's default.
    private const int Attempts = 24;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(128);
    private static readonly TimeSpan FailureWindow = TimeSpan.FromSeconds(30);

    // Of the operations within the window; so one success among many failures does not keep the circuit closed.
    private const double FailureRatio = 0.5;

    private readonly IOptionsMonitor<TurnTimeouts> timeouts;
    private readonly BotTelemetry telemetry;
    private readonly TimeProvider time;
    private readonly ILogger<StorageResilience> logger;
    private readonly ResiliencePipeline<bool> conflicts;
    private readonly object sync = new();
    private (int Failures, ResiliencePipeline Pipeline) breaker;
    private bool isOpen;

    /// <summary>Creates the pipelines; all waiting goes by <paramref name="time"/>.</summary>
    public StorageResilience(
        IOptionsMonitor<TurnTimeouts> timeouts,
        BotTelemetry telemetry,
        TimeProvider time,
        ILogger<StorageResilience> logger
    )
    {
        (this.timeouts, this.telemetry, this.time, this.logger) = (timeouts, telemetry, time, logger);
        conflicts = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<bool>
                {
                    ShouldHandle = new PredicateBuilder<bool>().HandleResult(false),
                    MaxRetryAttempts = Attempts - 1,
                    BackoffType = DelayBackoffType.Exponential,
                    // Writers that met once should not meet again.
                    UseJitter = true,
                    Delay = FirstDelay,
                    MaxDelay = LongestDelay,
                }
            )
            .Build();
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">One attempt; repeated while it returns false, for a conflict.</param>
    /// <param name="timeout">The most time, all attempts together.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="TimeoutException">The storage took longer.</exception>
    /// <exception cref="InvalidOperationException">Every attempt met a conflict.</exception>
    /// <exception cref="BrokenCircuitException">The storage failed before and is not asked.</exception>
    public async Task ExecuteAsync(
        Func<CancellationToken, Task<bool>> operation,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        // The caller's token ends the wait alone: an operation that its caller gave up would count as a success, and
        // close the circuit over a storage that hangs.
        var run = GetBreaker()
            .ExecuteAsync(
                static (run, token) => new ValueTask<bool>(run.Self.LimitAsync(run.Operation, run.Timeout, token)),
                (Self: this, Operation: operation, Timeout: timeout),
                CancellationToken.None
            )
            .AsTask();
        var isDone = await run.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!isDone)
            throw new InvalidOperationException(
                $"The record of a conversation was changed by others {Attempts} times in a row; "
                    + "this change is not saved."
            );
    }

    private async Task<bool> LimitAsync(
        Func<CancellationToken, Task<bool>> operation,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A storage may ignore its token. A write that was given up may still arrive after later ones; its ETag
            // makes that harmless.
            return await conflicts
                .ExecuteAsync(static (run, token) => new ValueTask<bool>(run(token)), operation, linked.Token)
                .AsTask()
                .WaitAsync(linked.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            throw new TimeoutException($"The storage did not answer within {seconds} s.", error);
        }
    }

    private ResiliencePipeline GetBreaker()
    {
        var failures = timeouts.CurrentValue.StorageFailures;
        lock (sync)
        {
            // Another setting begins with a closed circuit.
            if (breaker.Failures != failures)
                (breaker, isOpen) = ((failures, CreateBreaker(failures)), false);
            return breaker.Pipeline;
        }
    }

    private ResiliencePipeline CreateBreaker(int failures) =>
        // The breaker compares dates: a clock that is put back would keep the circuit open for as long.
        new ResiliencePipelineBuilder { TimeProvider = new MonotonicTime(time) }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<Exception>(IsOutage),
                    FailureRatio = FailureRatio,
                    MinimumThroughput = failures,
                    SamplingDuration = FailureWindow,
                    BreakDurationGenerator = _ => new(timeouts.CurrentValue.StorageBreak),
                    OnOpened = opened => Report(isOpenNow: true, opened.Outcome.Exception),
                    OnClosed = _ => Report(isOpenNow: false, null),
                }
            )
            .Build();

    // A record that cannot be read says nothing about the storage, and others must not pay for it.
    private static bool IsOutage(Exception error) =>
        error
            is not (
                OperationCanceledException
                or NotSupportedException
                or InvalidDataException
                or JsonException
                or Newtonsoft.Json.JsonException
            );

    // A probe that fails opens the circuit again, which is no change.
    private ValueTask Report(bool isOpenNow, Exception? error)
    {
        lock (sync)
        {
            if (isOpen == isOpenNow)
                return default;
            isOpen = isOpenNow;
        }
        telemetry.RecordStorageCircuit(isOpenNow);
        if (isOpenNow)
            logger.StorageCircuitOpened(timeouts.CurrentValue.StorageBreak.TotalSeconds, error);
        else
            logger.StorageCircuitClosed();
        return default;
    }
}
