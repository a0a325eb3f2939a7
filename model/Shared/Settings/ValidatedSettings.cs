using System.ComponentModel.DataAnnotations;
using DialClip.Shared.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DialClip.Shared.Settings;

/// <summary>
/// Binds a section to options and reports all errors at once: unknown names, values of another kind, values out of
/// range.
/// </summary>
internal sealed class ValidatedSettings<TOptions>(string ownName, IConfigurationSection section)
    : IConfigureNamedOptions<TOptions>,
        IValidateOptions<TOptions>
    where TOptions : class
{
    public void Configure(TOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, TOptions options)
    {
        if (name == ownName)
            SettingsCheck.Compare(section, typeof(TOptions)).Usable.Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (name != ownName)
            return ValidateOptionsResult.Skip;
        var problems = SettingsCheck.Compare(section, typeof(TOptions)).Problems.ToList();
        var results = new List<ValidationResult>();
        var context = new ValidationContext(options);
        Validator.TryValidateObject(options, context, results, validateAllProperties: true);
        // The validator asks the options as a whole only where every annotation holds; here all errors are named at
        // once.
        if (results.Count > 0 && options is IValidatableObject whole)
            results.AddRange(
                whole
                    .Validate(context)
                    .ExceptBy(results.Select(known => known.ErrorMessage), more => more.ErrorMessage)
                    .ToList()
            );
        problems.AddRange(
            results.Select(result => $"'{section.Path}:{string.Join(", ", result.MemberNames)}': {result.ErrorMessage}")
        );
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(ErrorText.Limit(problems));
    }
}
