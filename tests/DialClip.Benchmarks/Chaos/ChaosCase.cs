using DialClip.Bot.Replies;

namespace DialClip.Benchmarks.Chaos;

/// <summary>The conditions of a chaos run.</summary>
/// <param name="Kills">The number of times that the host is killed.</param>
/// <param name="Seed">The seed of the moments.</param>
/// <param name="Storage">The storage of the host: File, Blob or Memory.</param>
/// <param name="KeepsReplyIds">Whether the channel shows a reply that is sent again once.</param>
/// <param name="WhenUncertain">What the host does about a reply that may have been sent.</param>
internal sealed record ChaosCase(
    int Kills,
    int Seed,
    string Storage,
    bool KeepsReplyIds,
    UncertainReply WhenUncertain = UncertainReply.SendAgain
)
{
    /// <summary>
    /// Finds what a result breaks of what is guaranteed: no message stays without a reply, unless the host is told to
    /// stay silent when it does not know; none is answered twice, unless the host sends again over a channel that shows
    /// both, or forgets everything with its process.
    /// </summary>
    /// <returns>The broken guarantees; empty for none.</returns>
    public IReadOnlyList<string> FindFaults(ChaosResult result)
    {
        var faults = new List<string>();
        var isSilent = WhenUncertain == UncertainReply.StaySilent;
        if (result.Unanswered > (isSilent ? result.Uncertain : 0))
            faults.Add($"{result.Unanswered} messages without a reply, {result.Uncertain} uncertain");
        // A host that has forgotten the dialog may decide otherwise: a message of the plugin's becomes the host bot's.
        var mayBeDouble = Storage == "Memory" ? result.AnsweredByBoth : 0;
        if (!KeepsReplyIds)
            mayBeDouble += result.SentAgain;
        if (result.AnsweredTwice > mayBeDouble)
            faults.Add($"{result.AnsweredTwice} messages answered twice, {result.SentAgain} replies sent again");
        if (isSilent && Storage != "Memory" && result.SentAgain > 0)
            faults.Add($"{result.SentAgain} replies sent again by a host that is told to stay silent");
        if (result.AnsweredByPlugin == 0)
            faults.Add("no message was answered by the plugin");
        return faults;
    }
}
