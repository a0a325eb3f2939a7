using DialClip.Model.Indexing;

namespace DialClip.Model.Dialog;

/// <summary>What to answer with, and why.</summary>
/// <param name="Kind">What kind of reply.</param>
/// <param name="Candidate">What to send; null for silence.</param>
/// <param name="Ranked">Everything that could be sent, in the order in which it would be; the candidate is the first.</param>
/// <param name="Reason">One of <see cref="ReplyReasons"/>.</param>
public sealed record ReplyDecision(
    ReplyKind Kind,
    ScoredCandidate? Candidate,
    IReadOnlyList<ScoredCandidate> Ranked,
    string Reason
);
