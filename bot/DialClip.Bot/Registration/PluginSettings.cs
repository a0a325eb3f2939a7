using DialClip.Artifacts.Stores;
using DialClip.Bot.Attachments;
using DialClip.Bot.Media;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Turns;
using DialClip.Experiments;
using DialClip.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DialClip.Bot.Registration;

/// <summary>
/// Validates all settings of the plugin at once, where it is used before a host has started, or without one. A host
/// validates them when it starts.
/// </summary>
internal static class PluginSettings
{
    private static readonly Action<IServiceProvider>[] Reads =
    [
        Read<PluginSections>,
        Read<ArtifactStoreOptions>,
        Read<ModelOptions>,
        Read<ConversationOptions>,
        Read<TurnTimeouts>,
        Read<ReplyOptions>,
        Read<MediaOptions>,
        Read<AttachmentOptions>,
        Read<ExperimentOptions>,
        Read<TelemetryOptions>,
    ];

    /// <summary>Validates.</summary>
    /// <exception cref="OptionsValidationException">Settings are not valid; it names all of them.</exception>
    public static void Validate(IServiceProvider services)
    {
        var failures = new List<string>();
        foreach (var read in Reads)
        {
            try
            {
                read(services);
            }
            catch (OptionsValidationException error)
            {
                failures.AddRange(error.Failures);
            }
        }
        if (failures.Count > 0)
            throw new OptionsValidationException(nameof(DialClip), typeof(DialClipOptions), failures);
    }

    private static void Read<T>(IServiceProvider services)
        where T : class => _ = services.GetRequiredService<IOptions<T>>().Value;
}
