using DialClip.Bot.Host.DirectLine;

namespace DialClip.Bot.Host.Connector;

/// <summary>What stands in the connector's address, so that only the bot that was given it can speak as the bot. It ends with the process.</summary>
internal sealed class ConnectorKey
{
    public string Value { get; } = ConversationStore.NewId();
}
