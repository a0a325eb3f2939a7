using DialClip.Model.Indexing;

namespace DialClip.Model.Dialog;

/// <summary>The decision of the reply policy.</summary>
/// <param name="Kind">The kind of reply.</param>
/// <param name="Candidate">The item to send; null for silence.</param>
/// <param name="Ranked">All items that could be sent, best first; the candidate is the first.</param>
/// <param name="Reason">One of <see cref="ReplyReasons"/>.</param>
public sealed record ReplyDecision(
    ReplyKind Kind,
    ScoredCandidate? Candidate,
    IReadOnlyList<ScoredCandidate> Ranked,
    string Reason
);
