using DialClip.Shared.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Model.Loading;

/// <summary>Loads the model when the host starts, and reloads it at the configured interval.</summary>
internal sealed class ModelReloader(
    Func<ModelSource> getSource,
    IOptions<ModelOptions> options,
    TimeProvider time,
    ILogger<ModelReloader> logger
) : BackgroundService
{
    /// <summary>The wait before loading the first model is retried.</summary>
    internal static readonly TimeSpan FirstModelRetry = TimeSpan.FromSeconds(30);

    /// <summary>The consequence of a first model that cannot be loaded, for the log.</summary>
    internal const string NoModel = "Nothing can be answered until one is loaded.";

    private string? lastFailure;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not in the constructor: hosts make their services before they validate the settings, and the first bad one
        // would hide the others.
        var source = getSource();
        source.LoadByHost();
        while (await TryReloadAsync(source, stoppingToken).ConfigureAwait(false) is { } wait)
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(false);
    }

    // How long until the next look, or null when there is none.
    private async Task<TimeSpan?> TryReloadAsync(ModelSource source, CancellationToken stoppingToken)
    {
        try
        {
            await source.ReloadAsync(stoppingToken).ConfigureAwait(false);
            lastFailure = null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A store that cannot be reached, or a bad bundle in it, must not end the host: what is loaded goes on
            // serving.
            // Once, not with every attempt.
            var failure = ErrorText.ToLine(error.Message);
            if (lastFailure != failure)
                logger.ModelNotLoaded(source.IsReady ? "The one in use stays." : NoModel, failure);
            lastFailure = failure;
        }

        var interval = options.Value.ReloadInterval;
        return !source.IsReady ? FirstModelRetry
            : interval > TimeSpan.Zero ? interval
            : null;
    }
}
