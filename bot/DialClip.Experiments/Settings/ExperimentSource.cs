using DialClip.Shared.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DialClip.Experiments.Settings;

/// <summary>
/// The experiment in use, which follows its settings. Changed settings that cannot be used are logged with all that is
/// wrong, and those before stay in use.
/// </summary>
internal sealed class ExperimentSource : IDisposable
{
    private readonly ExperimentSettings settings;
    private readonly string feature;
    private readonly TimeProvider time;
    private readonly ILogger<ExperimentSource> logger;
    private readonly IDisposable[] registrations;
    private readonly object sync = new();
    private CurrentExperiment? current;
    private string? refused;

    /// <summary>Creates a source; the settings are read when they are asked for.</summary>
    public ExperimentSource(
        ExperimentSettings settings,
        IOptions<ExperimentOptions> options,
        TimeProvider time,
        ILogger<ExperimentSource> logger
    )
    {
        (this.settings, this.time, this.logger) = (settings, time, logger);
        feature = options.Value.Feature;
        registrations =
        [
            .. settings.Sections.Select(section => ChangeToken.OnChange(section.GetReloadToken, () => Read())),
        ];
    }

    /// <summary>Gets the experiment in use.</summary>
    public CurrentExperiment Current => Volatile.Read(ref current) ?? Read();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private CurrentExperiment Read()
    {
        lock (sync)
        {
            var (experiment, problems) = settings.Read(feature);
            if (problems.Count == 0)
            {
                refused = null;
                return current = new(experiment, experiment is null ? null : new(experiment, time), IsInvalid: false);
            }
            var message = string.Join(" ", ErrorText.Limit(problems));
            // A change of a file is told once for every section.
            if (refused != message)
                logger.ExperimentRefused(
                    feature,
                    message,
                    current is null or { IsInvalid: true }
                        ? "Everybody is answered as without an experiment."
                        : "The settings before the change stay in use."
                );
            refused = message;
            return current ??= new(null, null, IsInvalid: true);
        }
    }
}
