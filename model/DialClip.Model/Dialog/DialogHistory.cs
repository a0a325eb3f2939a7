using System.Collections.Immutable;

namespace DialClip.Model.Dialog;

/// <summary>The last elements of a conversation, oldest first; it never changes, every append makes another.</summary>
public sealed record DialogHistory(ImmutableArray<DialogTurn> Turns)
{
    /// <summary>Gets the history of a conversation that has just begun.</summary>
    public static DialogHistory Empty { get; } = new([]);

    /// <summary>Gets the history with one more turn, of which the oldest ones are gone that exceed the capacity.</summary>
    /// <param name="turn">The newest turn.</param>
    /// <param name="capacity">How many turns to keep, 0 or more.</param>
    public DialogHistory Append(DialogTurn turn, int capacity)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        var all = Turns.Add(turn);
        return new(all.RemoveRange(0, Math.Max(0, all.Length - capacity)));
    }

    /// <summary>Tells whether both hold equal turns in the same order.</summary>
    public bool Equals(DialogHistory? other) => other is not null && Turns.SequenceEqual(other.Turns);

    /// <inheritdoc/>
    public override int GetHashCode() => Turns.Aggregate(Turns.Length, HashCode.Combine);
}
