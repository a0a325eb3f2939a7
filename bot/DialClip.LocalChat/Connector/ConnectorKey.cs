using DialClip.LocalChat.DirectLine;

namespace DialClip.LocalChat.Connector;

/// <summary>
/// The secret part of the connector's address, new in every process: only the bot that was given it can speak as the
/// bot.
/// </summary>
internal sealed class ConnectorKey
{
    public string Value { get; } = LocalConversations.NewId();
}
