using DialClip.Artifacts.Stores;
using DialClip.Bot.Attachments;
using DialClip.Bot.Media;
using DialClip.Bot.Replies;
using DialClip.Bot.State;
using DialClip.Bot.Telemetry;
using DialClip.Bot.Turns;
using DialClip.Experiments;
using DialClip.Model;

namespace DialClip.Bot;

/// <summary>All options of the plugin, one property for each section of the settings.</summary>
public sealed class DialClipOptions
{
    internal DialClipOptions() { }

    /// <summary>Gets the options of the store that backbone, heads and catalogs are loaded from.</summary>
    public ArtifactStoreOptions Store { get; internal init; } = new();

    /// <summary>Gets the options of the model: backbone, heads, catalogs, and where they run.</summary>
    public ModelOptions Model { get; internal init; } = new();

    /// <summary>Gets the options of conversations: history, commands, groups.</summary>
    public ConversationOptions Conversation { get; internal init; } = new();

    /// <summary>Gets the time limits of a turn.</summary>
    public TurnTimeouts Timeouts { get; internal init; } = new();

    /// <summary>Gets the options of replies: mode, layout, filters.</summary>
    public ReplyOptions Replies { get; internal init; } = new();

    /// <summary>Gets the options of the catalog's pictures: their address, signed links.</summary>
    public MediaOptions Media { get; internal init; } = new();

    /// <summary>Gets the options of users' pictures: hosts, sizes.</summary>
    public AttachmentOptions Attachments { get; internal init; } = new();

    /// <summary>Gets the options of experiments: the feature, the event log.</summary>
    public ExperimentOptions Experiments { get; internal init; } = new();

    /// <summary>Gets the options of telemetry: what spans may hold.</summary>
    public TelemetryOptions Telemetry { get; internal init; } = new();
}
