using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Tests.ExistingBot.Samples;

/// <summary>A bot in the shape of one of the SDK's samples, and a conversation with it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Conversation">Where it takes place.</param>
/// <param name="Steps">What happens.</param>
internal abstract record Sample(string Name, ConversationReference Conversation, IReadOnlyList<Step> Steps)
{
    /// <summary>
    /// Gets the texts by which people ask the bot for something. All other texts are answers to its questions, or taps.
    /// </summary>
    public virtual IReadOnlyList<string> Requests => [];

    /// <summary>Registers the bot's services.</summary>
    public virtual void Register(IServiceCollection services) => services.AddSingleton<ConversationState>();

    /// <summary>Creates the bot.</summary>
    public abstract IBot CreateBot(IServiceProvider services);

    /// <summary>Adds the gate that the document names for such a bot; one without dialogs needs none.</summary>
    public virtual void AddGate(IDialClipBuilder builder) { }

    /// <summary>Sends what the bot has to say by itself.</summary>
    public virtual Task SendProactivelyAsync(IBot bot, BotAdapter adapter) => Task.CompletedTask;

    protected static ConversationReference OneToOne(string channel = "test") => Place(channel, isGroup: false);

    protected static ConversationReference Place(string channel, bool isGroup) =>
        new()
        {
            ChannelId = channel,
            ServiceUrl = "https://test.com",
            Locale = "en-us",
            Conversation = new ConversationAccount(isGroup, id: "talk", name: "talk"),
            User = new("user1", "User1"),
            Bot = new("bot", "Bot"),
        };

    protected static Step Send(Activity activity) => new(() => activity);

    protected static Step Join() =>
        new(() => new(ActivityTypes.ConversationUpdate) { MembersAdded = [new("bot", "Bot"), new("user1", "User1")] });
}
