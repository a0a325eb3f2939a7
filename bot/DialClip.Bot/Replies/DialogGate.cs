using Microsoft.Bot.Builder;

namespace DialClip.Bot.Replies;

/// <summary>The host's answer to the question whether one of its dialogs waits for the user's next message.</summary>
/// <param name="IsActiveAsync">Determines it for a turn.</param>
internal sealed record DialogGate(Func<ITurnContext, CancellationToken, ValueTask<bool>> IsActiveAsync);
