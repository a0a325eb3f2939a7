using DialClip.Shared.IO;

namespace DialClip.Experiments.Assignment;

/// <summary>The unit of assignment: a user in a one-to-one chat, a conversation in a group.</summary>
/// <param name="Kind">"user" or "conversation".</param>
/// <param name="Id">The channel and the id on it, separated by a line feed; only its hash is ever stored.</param>
public sealed record ExperimentUnit(string Kind, string Id)
{
    /// <summary>Gets the first 32 hexadecimal digits of SHA-256 over kind and id, without a key.</summary>
    /// <remarks>Events contain the hash that <see cref="UnitHasher"/> computes.</remarks>
    public string Hash { get; } = Digest.Compute($"{Kind}\n{Id}").ToString()[..32];

    /// <summary>
    /// Finds the name by which a list of the settings names this unit: its hash, its id on the channel (such as
    /// '29:1abc'), or channel and id ('msteams/29:1abc').
    /// </summary>
    /// <param name="hash">The unit's hash.</param>
    /// <param name="names">The list.</param>
    /// <returns>The name; null where the list does not name the unit.</returns>
    internal string? FindName(string hash, IEnumerable<string> names)
    {
        var separator = Id.IndexOf('\n', StringComparison.Ordinal);
        var (id, onChannel) = separator < 0 ? (Id, Id) : (Id[(separator + 1)..], Id.Replace('\n', '/'));
        return names.FirstOrDefault(name => name == hash || name == id || name == onChannel);
    }
}
