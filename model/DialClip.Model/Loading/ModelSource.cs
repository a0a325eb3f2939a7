using DialClip.Artifacts;
using DialClip.Model.Telemetry;
using DialClip.Shared.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Model.Loading;

/// <summary>The loaded model. A newer one replaces it atomically; leases on the old one stay valid.</summary>
public sealed class ModelSource : IDisposable
{
    private readonly SharedReference<LoadedModel> model = new();
    private readonly SemaphoreSlim reloading = new(1, 1);
    private readonly ModelLoader loader;
    private readonly ReloadTelemetry telemetry;
    private readonly ILogger<ModelSource> logger;
    private readonly FirstUse firstUse;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string lastFailure = "loading has not ended yet";
    private volatile bool isOutdated;

    /// <summary>Creates a source without a loaded model.</summary>
    /// <param name="artifacts">The store.</param>
    /// <param name="options">What is loaded.</param>
    /// <param name="logger">The logger; null for none.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ModelSource(
        ArtifactLoader artifacts,
        ModelOptions options,
        ILogger<ModelSource>? logger = null,
        TimeProvider? time = null
    )
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        ArgumentNullException.ThrowIfNull(options);
        this.logger = logger ?? NullLogger<ModelSource>.Instance;
        loader = new(artifacts, options, this.logger);
        firstUse = new(ReloadAsync, time ?? TimeProvider.System, this.logger);
        telemetry = new(() => model.Current);
    }

    /// <summary>Gets a task that completes when the first model is loaded.</summary>
    public Task Ready => ready.Task;

    /// <summary>Gets whether a model is loaded.</summary>
    public bool IsReady => model.Current is not null;

    /// <summary>Gets whether a model is loaded, and the latest attempt to load a newer one has failed.</summary>
    public bool IsOutdated => isOutdated && IsReady;

    /// <summary>Resolves the settings' references and loads the model, unless it is loaded already.</summary>
    /// <exception cref="ArtifactException">
    /// An artifact is missing, damaged or does not fit; the previous model stays in use.
    /// </exception>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await reloading.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var load = ReloadTelemetry.Begin();
        try
        {
            var next = await loader.LoadAsync(model.Current?.Identity, cancellationToken).ConfigureAwait(false);
            isOutdated = false;
            if (next is null)
            {
                telemetry.Unchanged(load);
                return;
            }
            Use(next);
            telemetry.Succeeded(load, next);
            logger.ModelLoaded(
                next.Backbone.Digest,
                next.Catalog.Items.Count,
                string.Join(", ", next.Heads.Select(head => $"{head.Key} version {head.Value.Head.Version}"))
            );
            if (next.Catalogs.Count > 1)
                logger.CatalogsToChoose(
                    next.Catalogs.Count,
                    string.Join(
                        ", ",
                        next.Catalogs.Select(catalog =>
                            $"{catalog.Key} version {catalog.Value.Folder.Manifest.Version} "
                            + $"({catalog.Value.Items.Count} items)"
                        )
                    )
                );
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            lastFailure = ErrorText.ToLine(error.Message);
            isOutdated = true;
            telemetry.Failed(load, error);
            throw;
        }
        finally
        {
            reloading.Release();
        }
    }

    /// <summary>
    /// Loads the model at its first use where nobody else loads it: in a program without a host. Where a host does, or
    /// a first use has failed less than half a minute ago, nothing is loaded.
    /// </summary>
    /// <returns>Whether a model is loaded.</returns>
    public async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        if (!IsReady)
            await firstUse.RunAsync(cancellationToken).ConfigureAwait(false);
        return IsReady;
    }

    /// <summary>Leaves loading to the host: first uses load nothing.</summary>
    internal void LoadByHost() => firstUse.Disable();

    /// <summary>Acquires a lease on the loaded model.</summary>
    /// <exception cref="InvalidOperationException">No model is loaded; the message says why.</exception>
    public ModelLease Acquire() =>
        model.TryAcquire() is { } lease
            ? new(lease)
            : throw new InvalidOperationException($"No model is loaded: {lastFailure}");

    /// <inheritdoc/>
    public void Dispose()
    {
        telemetry.Dispose();
        model.Dispose();
        reloading.Dispose();
    }

    private void Use(LoadedModel next)
    {
        try
        {
            model.Swap(next);
            ready.TrySetResult();
        }
        catch (ObjectDisposedException)
        {
            next.Dispose();
            throw;
        }
    }
}
