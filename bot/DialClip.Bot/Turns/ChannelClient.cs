using Microsoft.Bot.Builder;
using Microsoft.Bot.Connector;
using Microsoft.Bot.Schema;
using Microsoft.Rest.Serialization;

namespace DialClip.Bot.Turns;

/// <summary>The SDK's client of the channel, which the adapter sends a turn's messages with.</summary>
internal static class ChannelClient
{
    private const string Response = "{\"id\":\"1\"}";

    /// <summary>
    /// Lets the client write a reply and read a response once, before the claim of the reply is stored. The client of
    /// each turn reflects over all types of an activity for its first message, which takes ten times as long as the
    /// request; a process that dies meanwhile would leave the message without a reply.
    /// </summary>
    /// <param name="context">The turn; an adapter without such a client has nothing to prepare.</param>
    /// <param name="reply">The message that is sent next.</param>
    public static void Prepare(ITurnContext context, Activity reply)
    {
        if (context.TurnState.Get<IConnectorClient>() is not { } client)
            return;
        if (client.SerializationSettings is { } writing)
            SafeJsonConvert.SerializeObject(reply, writing);
        if (client.DeserializationSettings is { } reading)
            SafeJsonConvert.DeserializeObject<ResourceResponse>(Response, reading);
    }
}
