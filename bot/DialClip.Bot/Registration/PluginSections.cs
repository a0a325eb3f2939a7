namespace DialClip.Bot.Registration;

/// <summary>Options without content, whose validation is of the sections' names.</summary>
internal sealed class PluginSections;
