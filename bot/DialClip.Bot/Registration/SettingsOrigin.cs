using Microsoft.Extensions.Configuration;

namespace DialClip.Bot.Registration;

/// <summary>Where the plugin's settings come from.</summary>
/// <param name="Section">The section that the plugin was given.</param>
/// <param name="IsComponent">Whether it came by the SDK's runtime, as a component.</param>
/// <param name="Host">The host's configuration; null where there is none.</param>
internal sealed record SettingsOrigin(IConfigurationSection Section, bool IsComponent, IConfiguration? Host)
{
    /// <summary>The section that is the plugin's by convention.</summary>
    public const string DefaultSection = "DialClip";

    /// <summary>Gets whether the section holds nothing, so that all settings are the defaults.</summary>
    public bool IsEmpty => !Section.GetChildren().Any();

    /// <summary>Finds the section 'DialClip' of the host where the plugin was given another, empty one.</summary>
    /// <returns>Its path; null where there is none.</returns>
    public string? FindUnread() =>
        IsEmpty && Host?.GetSection(DefaultSection) is { } section && section.GetChildren().Any() ? section.Path : null;
}
