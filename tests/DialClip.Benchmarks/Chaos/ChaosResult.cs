namespace DialClip.Benchmarks.Chaos;

/// <summary>What a chaos run counted.</summary>
/// <param name="Kills">The number of times that the host was killed.</param>
/// <param name="Messages">The number of messages, each delivered until the host took it.</param>
/// <param name="Redelivered">The number of messages that were delivered more than once.</param>
/// <param name="AnsweredByPlugin">The number of messages that the plugin answered.</param>
/// <param name="Unanswered">
/// The number of messages without a reply that no logged <c>answer-uncertain</c> explains.
/// </param>
/// <param name="AnsweredTwice">The number of messages with two replies, at least one of them the plugin's.</param>
/// <param name="Uncertain">
/// The number of messages that were not answered again because the plugin's reply may have arrived.
/// </param>
/// <param name="LostWithinSend">
/// The number of these whose reply had not arrived: the host died within the request to the channel.
/// </param>
/// <param name="HostBotTwice">
/// The number of messages that the host bot answered twice, as it would without the plugin: it died after its own
/// reply.
/// </param>
internal sealed record ChaosResult(
    int Kills,
    int Messages,
    int Redelivered,
    int AnsweredByPlugin,
    int Unanswered,
    int AnsweredTwice,
    int Uncertain,
    int LostWithinSend,
    int HostBotTwice
)
{
    /// <summary>Gets whether no message is unanswered, and none answered twice by the plugin.</summary>
    public bool Passed => Unanswered == 0 && AnsweredTwice == 0;
}
