namespace DialClip.Benchmarks.Load;

/// <summary>What a host did and needed under load.</summary>
/// <param name="Collector">The garbage collection: workstation or server.</param>
/// <param name="Messages">The number of messages, each answered by the plugin or by the host bot.</param>
/// <param name="MessagesPerSecond">How many were answered in a second.</param>
/// <param name="Unanswered">The number of messages without a reply, or with a status other than 2xx.</param>
/// <param name="MedianMilliseconds">The median of a message's time, by HTTP.</param>
/// <param name="P99Milliseconds">The 99th percentile.</param>
/// <param name="ProcessorMilliseconds">The processor time of the host for each message.</param>
/// <param name="MegabytesAtStart">The resident memory once the host was ready.</param>
/// <param name="MegabytesMost">The most resident memory under load.</param>
/// <param name="MegabytesAtEnd">The resident memory after the last message.</param>
internal sealed record LoadResult(
    string Collector,
    int Messages,
    double MessagesPerSecond,
    int Unanswered,
    double MedianMilliseconds,
    double P99Milliseconds,
    double ProcessorMilliseconds,
    double MegabytesAtStart,
    double MegabytesMost,
    double MegabytesAtEnd
);
