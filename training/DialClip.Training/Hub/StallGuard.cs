using System.Globalization;

namespace DialClip.Training.Hub;

/// <summary>Watches the network calls of one attempt: one that stays silent too long is given up, and every break becomes a failure that may pass.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationToken cancel;
    private readonly CancellationTokenSource stall;
    private readonly CancellationTokenSource either;

    public StallGuard(TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        (this.limit, this.cancel) = (limit, cancel);
        stall = new(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancel);
    }

    /// <summary>Makes one network call; only such calls go in here, because a full disk does not pass by waiting.</summary>
    public async ValueTask<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> network)
    {
        stall.CancelAfter(limit);
        try
        {
            return await network(either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            cancel.ThrowIfCancellationRequested();
            throw stall.IsCancellationRequested
                ? new PassingException(string.Create(CultureInfo.InvariantCulture, $"The hub sent nothing for {limit.TotalSeconds:F0} s."), inner: error)
                : new PassingException($"The connection broke: {error.GetBaseException().Message}", inner: error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        either.Dispose();
        stall.Dispose();
    }
}
