namespace DialClip.Encoders.Text;

/// <summary>The inputs of a text tower: B texts, padded to the T tokens of the longest.</summary>
/// <param name="Batch">B, the number of texts.</param>
/// <param name="Length">T, the number of tokens of the longest text.</param>
/// <param name="InputIds">The token ids, (B, T).</param>
/// <param name="EndPositions">The position of each text's end token, (B).</param>
public sealed record TextBatch(int Batch, int Length, long[] InputIds, long[] EndPositions)
{
    /// <summary>
    /// Pads texts with their own end token: no tower reads what follows the end, so it changes no feature.
    /// </summary>
    /// <param name="texts">The token ids of each text, start and end included: at least two.</param>
    /// <exception cref="ArgumentException">A text has fewer than two tokens.</exception>
    public static TextBatch Pad(IReadOnlyList<int[]> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var length = texts.Count == 0 ? 0 : texts.Max(ids => ids.Length);
        var padded = new long[texts.Count * length];
        var ends = new long[texts.Count];
        for (var row = 0; row < texts.Count; row++)
        {
            var ids = texts[row];
            if (ids.Length < 2)
                throw new ArgumentException(
                    $"A text has {ids.Length} token ids; expected a start and an end token at least.",
                    nameof(texts)
                );
            for (var position = 0; position < length; position++)
                padded[row * length + position] = ids[Math.Min(position, ids.Length - 1)];
            ends[row] = ids.Length - 1;
        }

        return new(texts.Count, length, padded, ends);
    }
}
