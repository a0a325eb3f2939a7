using DialClip.Encoders;
using DialClip.Model.Loading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Media;

/// <summary>A check of the first loaded model: warns if it has pictures and no address is known for them.</summary>
/// <param name="getSource">
/// Gets the model source. Deferred, because hosts create hosted services before they validate the settings, and the
/// first invalid setting would hide the others.
/// </param>
/// <param name="options">The media options.</param>
/// <param name="providers">The providers that stand in for the option.</param>
/// <param name="logger">The logger.</param>
internal sealed class MediaAddressCheck(
    Func<ModelSource> getSource,
    IOptions<MediaOptions> options,
    IEnumerable<IMediaBaseAddressProvider> providers,
    ILogger<MediaAddressCheck> logger
) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.BaseUrl.Length > 0 || providers.Any())
            return;
        var source = getSource();
        await source.Ready.WaitAsync(stoppingToken).ConfigureAwait(false);
        using var lease = source.Acquire();
        if (lease.Model.Catalogs.Values.Any(catalog => catalog.Items.Any(item => item.Modality == Modality.Picture)))
            logger.PicturesHaveNoAddress();
    }
}
