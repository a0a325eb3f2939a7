using DialClip.Bot.Replies;

namespace DialClip.Bot.Turns;

/// <summary>What was decided for a message, by whichever rule came first.</summary>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Reason">One of <see cref="TurnReasons"/> or of the policy's reasons.</param>
/// <param name="Mode">How far the plugin takes part.</param>
/// <param name="Answer">What retrieval and policy said; null when they were not asked.</param>
internal sealed record TurnDecision(TurnOutcome Outcome, string Reason, ReplyMode Mode, Answer? Answer = null);
