using DialClip.Experiments;
using DialClip.Experiments.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DialClip.Bot;

/// <summary>Writes experiment events; one that cannot be written is logged and costs the user nothing.</summary>
internal sealed class ExperimentLog(JsonLinesExperimentLog file, IOptions<ExperimentOptions> options, ILogger<ExperimentLog> logger)
{
    public async Task AppendAsync(ExperimentEvent item, CancellationToken cancellationToken)
    {
        try
        {
            await file.AppendAsync(item, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.EventNotWritten(options.Value.Feature, error);
        }
    }
}
