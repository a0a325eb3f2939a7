using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace DialClip.Bot.State;

/// <summary>A turn that has taken a message on and has not ended; it is stored until the turn ends.</summary>
/// <param name="Ids">The stored forms of the message's ids.</param>
/// <param name="Turn">The name of the turn, which begins with that of its process.</param>
/// <param name="IsSending">
/// Whether the plugin's answer may have been sent: it is written before the answer goes out.
/// </param>
internal sealed record TurnClaim(
    ImmutableArray<string> Ids,
    string Turn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsSending = false
);
