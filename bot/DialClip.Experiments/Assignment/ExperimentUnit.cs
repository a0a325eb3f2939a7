using DialClip.Shared.IO;

namespace DialClip.Experiments.Assignment;

/// <summary>The unit of assignment: a user in a one-to-one chat, a conversation in a group.</summary>
/// <param name="Kind">"user" or "conversation".</param>
/// <param name="Id">The channel's id; only its hash is ever stored.</param>
public sealed record ExperimentUnit(string Kind, string Id)
{
    /// <summary>Gets the first 32 hexadecimal digits of SHA-256 over kind and id, without a key.</summary>
    /// <remarks>Events contain the hash that <see cref="UnitHasher"/> computes.</remarks>
    public string Hash { get; } = Digest.Compute($"{Kind}\n{Id}").ToString()[..32];
}
