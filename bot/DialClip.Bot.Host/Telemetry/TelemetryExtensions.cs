using DialClip.Model.Settings;

namespace DialClip.Bot.Host.Telemetry;

/// <summary>Registers the sending of spans and measurements.</summary>
internal static class TelemetryExtensions
{
    /// <summary>Adds it. To be called before all other hosted services: what starts first stops last, when there is nothing more to tell.</summary>
    public static void AddTelemetryExport(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddStrictOptions<OtlpOptions>(section.GetSection("Otlp"));
        services.AddHostedService<OtlpExport>();
        services.AddFixedSettings(section, "Otlp");
    }
}
