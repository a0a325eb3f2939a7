using DialClip.Bot.Conversation;
using Microsoft.Bot.Builder;

namespace DialClip.Bot.Turns;

/// <summary>One message on its way through the plugin.</summary>
internal sealed class MessageTurn
{
    /// <summary>Makes the turn of a message; what is said in it from now on is watched.</summary>
    /// <param name="context">The turn.</param>
    /// <param name="options">What is kept of it.</param>
    /// <param name="shown">Is told of every reply of the plugin once it was sent.</param>
    public MessageTurn(ITurnContext context, ConversationOptions options, Action<MessageTurn, Impression, Offer> shown)
    {
        Context = context;
        Key = ConversationKey.Of(context.Activity);
        // Its pictures are read only when the plugin is to look at the message.
        Message = new(IncomingMessage.TextOf(context.Activity, options), null);
        Said = new(options.MaxTextLength, (impression, offer) => shown(this, impression, offer));
        Said.Watch(context);
    }

    /// <summary>Gets the SDK's side of the turn.</summary>
    public ITurnContext Context { get; }

    /// <summary>Gets the key of the conversation's record.</summary>
    public string Key { get; }

    /// <summary>Gets or sets what the message holds.</summary>
    public IncomingMessage Message { get; set; }

    /// <summary>Gets what the bot says.</summary>
    public OutgoingMessages Said { get; }

    /// <summary>Gets or sets what was decided.</summary>
    public TurnDecision? Decision { get; set; }
}
