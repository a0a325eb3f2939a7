namespace DialClip.Benchmarks.Chaos;

/// <summary>What a chaos run counted.</summary>
/// <param name="Kills">The number of times that the host was killed.</param>
/// <param name="Messages">The number of messages, each delivered until the host took it.</param>
/// <param name="Redelivered">The number of messages that were delivered more than once.</param>
/// <param name="AnsweredByPlugin">The number of messages that the plugin answered.</param>
/// <param name="Uncertain">
/// The number of replies that a host was sending when it was killed, by the log of the next one.
/// </param>
/// <param name="SentAgain">The number of replies that the channel got once more, under their id.</param>
/// <param name="Unanswered">The number of messages without a reply.</param>
/// <param name="AnsweredTwice">
/// The number of messages to which two replies were shown, at least one of them the plugin's.
/// </param>
/// <param name="AnsweredByBoth">The number of these to which both the plugin and the host bot replied.</param>
/// <param name="HostBotTwice">
/// The number of messages that the host bot answered twice, as it would without the plugin: it died after its own
/// reply.
/// </param>
internal sealed record ChaosResult(
    int Kills,
    int Messages,
    int Redelivered,
    int AnsweredByPlugin,
    int Uncertain,
    int SentAgain,
    int Unanswered,
    int AnsweredTwice,
    int AnsweredByBoth,
    int HostBotTwice
);
