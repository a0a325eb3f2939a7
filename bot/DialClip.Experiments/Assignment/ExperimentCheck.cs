using DialClip.Shared.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;

namespace DialClip.Experiments.Assignment;

/// <summary>
/// Refuses to start with an experiment that could not run: unknown settings, heads that are not loaded, shares of
/// unknown variants.
/// </summary>
/// <param name="definitions">The settings' features.</param>
/// <param name="options">Which feature is the experiment.</param>
/// <param name="heads">Gets the references of the heads that are loaded; asked at start.</param>
internal sealed class ExperimentCheck(
    IFeatureDefinitionProvider definitions,
    IOptions<ExperimentOptions> options,
    Func<IReadOnlyCollection<string>> heads
) : IHostedService
{
    /// <summary>Checks every variant.</summary>
    /// <exception cref="InvalidDataException">Names every problem at once.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var feature = options.Value.Feature;
        var definition = await definitions.GetFeatureDefinitionAsync(feature).ConfigureAwait(false);
        var problems = new List<string>();
        var loaded = heads();
        var names = ErrorText.Join(loaded.Select(known => $"'{ErrorText.ToValue(known)}'"), ", ");
        var variants = definition?.Variants?.ToList() ?? [];
        foreach (var variant in variants)
        {
            try
            {
                if (
                    VariantSettings.Read(variant.Name, variant.ConfigurationValue).Head is { } head
                    && !loaded.Contains(head)
                )
                    problems.Add(
                        $"Variant '{variant.Name}' asks for head '{head}', which is not loaded; loaded are {names}. "
                            + "Add it to 'DialClip:Model:Heads'."
                    );
            }
            catch (InvalidDataException error)
            {
                problems.Add(error.Message);
            }
        }
        foreach (
            var name in definition
                ?.Allocation?.Percentile?.Select(share => share.Variant)
                .Distinct()
                .Where(name => variants.All(variant => variant.Name != name))
                ?? []
        )
            problems.Add($"A share goes to variant '{name}', which is not defined.");
        if (problems.Count > 0)
            throw new InvalidDataException($"Experiment '{feature}' cannot run. {ErrorText.Join(problems, " ")}");
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
