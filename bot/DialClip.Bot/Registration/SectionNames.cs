using DialClip.Shared.Errors;
using DialClip.Shared.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Registration;

/// <summary>Refuses sections that nothing reads: a misspelled one would silently have no effect.</summary>
/// <param name="origin">The settings that the plugin was given.</param>
internal sealed class SectionNames(SettingsOrigin origin) : IValidateOptions<PluginSections>
{
    // The sample host's storage, proxies and local chat, and the experiment's flags, are no options of the plugin.
    private static readonly string[] Others = ["Storage", "Proxies", "DirectLine", "feature_management"];

    private static readonly string[] Known =
    [
        .. typeof(DialClipOptions)
            .GetProperties()
            .Select(property => property.Name)
            .Concat(Others)
            .Order(StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PluginSections options)
    {
        var problems = origin
            .Section.GetChildren()
            .Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child =>
                $"'{child.Path}' is not a setting; expected one of "
                + $"{string.Join(", ", Known.Select(known => $"'{known}'"))}.{Suggest(child)}"
            )
            .ToList();
        if (origin is { IsComponent: true, IsEmpty: true } && origin.FindUnread() is { } unread)
            problems.Add(
                $"The component was given no settings, and the bot's section '{unread}' is not read. Add "
                    + $"\"settingsPrefix\": \"{unread}\" to the component's entry."
            );
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(ErrorText.Limit(problems));
    }

    // 'DialClip:Mode' is a setting of a section, 'DialClip:Reply' a section.
    private static string Suggest(IConfigurationSection child)
    {
        var owner = typeof(DialClipOptions)
            .GetProperties()
            .FirstOrDefault(section =>
                section
                    .PropertyType.GetProperties()
                    .Any(setting => setting.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
            );
        var parent = child.Path[..^(child.Key.Length + 1)];
        return owner is not null && !child.GetChildren().Any()
            ? $" Did you mean '{parent}:{owner.Name}:{child.Key}'?"
            : NearestName.Suggest(child.Key, Known);
    }
}
