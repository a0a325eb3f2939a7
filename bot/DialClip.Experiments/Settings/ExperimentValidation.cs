using DialClip.Shared.Errors;
using Microsoft.Extensions.Options;

namespace DialClip.Experiments.Settings;

/// <summary>
/// Refuses to start with an experiment that could not run. It is part of the options' validation, so that one message
/// names its problems and those of all other settings.
/// </summary>
internal sealed class ExperimentValidation(ExperimentSettings settings) : IValidateOptions<ExperimentOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ExperimentOptions options)
    {
        if (name != Options.DefaultName || string.IsNullOrWhiteSpace(options.Feature))
            return ValidateOptionsResult.Skip;
        var problems = settings.Read(options.Feature).Problems;
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail([$"Experiment '{options.Feature}' cannot run:", .. ErrorText.Limit(problems)]);
    }
}
