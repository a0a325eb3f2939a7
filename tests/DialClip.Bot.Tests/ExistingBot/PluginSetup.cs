using DialClip.Bot.Replies;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot;

/// <summary>The setup of the plugin in a run.</summary>
internal sealed record PluginSetup
{
    /// <summary>Gets the settings beneath 'DialClip'.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Gets the model; null for the real one, which finds an empty store.</summary>
    public IResponseModel? Model { get; init; }

    /// <summary>Gets the host's rules.</summary>
    public Action<IServiceCollection> Register { get; init; } = _ => { };

    /// <summary>Gets whether the plugin was told to stop before.</summary>
    public bool Stopped { get; init; }

    /// <summary>Gets what is wrong with its storage.</summary>
    public StorageFault Fault { get; init; }

    /// <summary>Gets whether it comes before the bot's own middleware instead of behind it.</summary>
    public bool First { get; init; }

    public static PluginSetup In(ReplyMode mode, IResponseModel model) =>
        new()
        {
            Model = model,
            Settings = new() { ["Replies:Mode"] = mode.ToString() },
        };

    public static PluginSetup Behind(IReplyGate gate) =>
        new() { Model = OneTextModel.Sure, Register = services => services.AddSingleton(gate) };
}
