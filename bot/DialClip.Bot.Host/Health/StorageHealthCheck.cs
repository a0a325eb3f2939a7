using System.Globalization;
using DialClip.Bot.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DialClip.Bot.Host.Health;

/// <summary>Asks the conversations' storage for a key that it does not hold.</summary>
/// <remarks>The endpoint is open to everyone and the storage is not free, so it is asked at most once a second, however many probes come.</remarks>
internal sealed class StorageHealthCheck(TimeProvider time, ConversationStorage storage) : IHealthCheck
{
    /// <summary>How long the storage may take.</summary>
    internal static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Reuse = TimeSpan.FromSeconds(1);
    private static readonly string[] Nothing = ["dialclip/health"];

    private readonly Lock gate = new();
    private Task<HealthCheckResult>? last;
    private long asked;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        Task<HealthCheckResult> answer;
        lock (gate)
        {
            if (last is null || (last.IsCompleted && time.GetElapsedTime(asked) >= Reuse))
                (last, asked) = (AskAsync(), time.GetTimestamp());
            answer = last;
        }
        return answer.WaitAsync(cancellationToken);
    }

    // Others wait for the same answer, so no one of them may cancel it.
    private async Task<HealthCheckResult> AskAsync()
    {
        using var budget = new CancellationTokenSource(Budget, time);
        try
        {
            await Task.Run(() => storage.Storage.ReadAsync(Nothing, budget.Token), CancellationToken.None)
                .WaitAsync(Budget, time, CancellationToken.None)
                .ConfigureAwait(false);
            return HealthCheckResult.Healthy("conversation storage answers");
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            var seconds = Budget.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return HealthCheckResult.Unhealthy(
                $"The conversation storage did not answer within {seconds} seconds.",
                error
            );
        }
        catch (Exception error)
        {
            // Its message may name accounts and addresses: it is for the log, which the health service writes.
            return HealthCheckResult.Unhealthy(
                $"The conversation storage failed with {error.GetType().Name}; the log has the details.",
                error
            );
        }
    }
}
