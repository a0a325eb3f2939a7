namespace DialClip.Bot.Host;

/// <summary>Stand-in for DialClip.LocalChat in builds without it, which are those that are published.</summary>
internal static class NoLocalChat
{
    private const string Enabled = "DialClip:DirectLine:Enabled";

    /// <summary>Adds nothing.</summary>
    /// <exception cref="InvalidDataException">The settings ask for the local chat.</exception>
    public static WebApplicationBuilder AddLocalChat(this WebApplicationBuilder builder) =>
        bool.TryParse(builder.Configuration[Enabled], out var enabled) && enabled
            ? throw new InvalidDataException(
                $"'{Enabled}' is true, but this build has no local chat. Leave the setting empty, or publish for "
                    + "development with './build.sh publish FOLDER -p:LocalChat=true'."
            )
            : builder;

    /// <summary>Maps nothing.</summary>
    public static WebApplication MapLocalChat(this WebApplication app) => app;
}
