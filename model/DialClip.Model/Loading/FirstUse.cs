using DialClip.Shared.Errors;
using Microsoft.Extensions.Logging;

namespace DialClip.Model.Loading;

/// <summary>The loading of a model at its first use. All uses share one attempt, which none of them cancels.</summary>
/// <param name="load">Loads the model.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Receives failures, each once.</param>
internal sealed class FirstUse(Func<CancellationToken, Task> load, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryAfter = ModelReloader.FirstModelRetry;

    private readonly object sync = new();
    private Task? attempt;
    private long failedAt;
    private bool isDisabled;
    private string? lastFailure;

    /// <summary>Makes further uses load nothing.</summary>
    public void Disable()
    {
        lock (sync)
            isDisabled = true;
    }

    /// <summary>Waits for the attempt that is running, or for a new one where none failed a short time ago.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (sync)
        {
            if (isDisabled)
                return Task.CompletedTask;
            if (attempt is null || (attempt.IsCompleted && time.GetElapsedTime(failedAt) >= RetryAfter))
                attempt = Task.Run(LoadAsync, CancellationToken.None);
            return attempt.WaitAsync(cancellationToken);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            await load(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Whoever uses the model is told that there is none.
            if (lastFailure != error.Message)
                logger.ModelNotLoaded(ModelReloader.NoModel, ErrorText.ToLine(error.Message));
            lastFailure = error.Message;
            lock (sync)
                failedAt = time.GetTimestamp();
        }
    }
}
