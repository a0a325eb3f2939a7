using DialClip.Model.Dialog;

namespace DialClip.Bot.Turns;

/// <summary>A turn with the message that it came in.</summary>
/// <param name="Turn">What was said.</param>
/// <param name="MessageId">The id of the message, in the form in which records keep it.</param>
internal sealed record SaidTurn(DialogTurn Turn, string? MessageId);
