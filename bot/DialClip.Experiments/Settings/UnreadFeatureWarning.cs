using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;

namespace DialClip.Experiments.Settings;

/// <summary>
/// Warns once where the host defines the experiment's feature, with variants, in a place that the plugin does not read.
/// </summary>
/// <param name="settings">What the plugin reads.</param>
/// <param name="options">The feature's name.</param>
/// <param name="getDefinitions">Gets the host's own definitions, if any; called when the host starts.</param>
/// <param name="logger">Receives the warning.</param>
internal sealed class UnreadFeatureWarning(
    ExperimentSettings settings,
    IOptions<ExperimentOptions> options,
    Func<IEnumerable<IFeatureDefinitionProvider>> getDefinitions,
    ILogger<UnreadFeatureWarning> logger
) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var feature = options.Value.Feature;
        var places = settings.FindUnread(feature).Select(path => $"'{path}'").ToList();
        if (!settings.HasFlag(feature) && await IsDefinedByHostAsync(feature, stoppingToken).ConfigureAwait(false))
            places.Add("the host's feature definitions");
        if (places.Count > 0)
            logger.FeatureUnread(feature, string.Join(", ", places), settings.Path);
    }

    // The host's provider may ask a server, and its failures are the host's to report.
    private async Task<bool> IsDefinedByHostAsync(string feature, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var provider in getDefinitions())
            {
                var definition = await provider
                    .GetFeatureDefinitionAsync(feature)
                    .WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
                if (definition?.Variants?.Any() == true)
                    return true;
            }
        }
        catch (Exception error)
        {
            logger.HostFeaturesNotRead(error);
        }
        return false;
    }
}
