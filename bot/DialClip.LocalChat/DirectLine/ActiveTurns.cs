using Microsoft.Extensions.Hosting;

namespace DialClip.LocalChat.DirectLine;

/// <summary>
/// The bot's turns under way. A host that stops waits for them, within its shutdown timeout, before its server does:
/// the bot's replies come in by requests of their own. No new ones begin meanwhile.
/// </summary>
internal sealed class ActiveTurns : IHostedLifecycleService, IDisposable
{
    private readonly Lock sync = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Not disposed, as that of a BackgroundService is not: a host may be disposed while it still stops.
    private readonly CancellationTokenSource ended = new();

    private readonly CancellationTokenRegistration onStopping;
    private int count;
    private bool isClosed;

    public ActiveTurns(IHostApplicationLifetime lifetime) => onStopping = lifetime.ApplicationStopping.Register(Close);

    /// <summary>
    /// Gets the token that is cancelled once a stopping host's turns have ended, or its shutdown timeout is over.
    /// </summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Gets whether the host stops, so that no turn begins any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (sync)
                return isClosed;
        }
    }

    /// <summary>Begins a turn.</summary>
    /// <returns>What ends the turn when it is disposed; null while the host stops.</returns>
    public IDisposable? TryBegin()
    {
        lock (sync)
        {
            if (isClosed)
                return null;
            count++;
            return new Turn(this);
        }
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Close();
        await drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended.CancelAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => onStopping.Dispose();

    private void Close()
    {
        lock (sync)
        {
            isClosed = true;
            if (count == 0)
                drained.TrySetResult();
        }
    }

    private void End()
    {
        lock (sync)
            if (--count == 0 && isClosed)
                drained.TrySetResult();
    }

    private sealed class Turn(ActiveTurns turns) : IDisposable
    {
        private int isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isDisposed, 1) == 0)
                turns.End();
        }
    }
}
