namespace DialClip.Encoders;

/// <summary>
/// The inputs of a head's context graph: the earlier turns of B dialogs, padded to the N of the longest.
/// </summary>
/// <remarks>Serving and training build it here, so that both feed the graph the same values.</remarks>
public sealed class ContextBatch
{
    /// <summary>
    /// The number of distances to the input: 0 is the newest earlier turn, the last one is for all older turns.
    /// </summary>
    public const int Distances = 8;

    private ContextBatch(int batch, int turns, int dimension)
    {
        (Batch, Turns, Dimension) = (batch, turns, dimension);
        Features = new float[batch * turns * dimension];
        (Modality, Speaker, Distance) = (new long[batch * turns], new long[batch * turns], new long[batch * turns]);
        Mask = new float[batch * turns];
    }

    /// <summary>Gets B, the number of dialogs.</summary>
    public int Batch { get; }

    /// <summary>Gets N, the number of turns of the longest dialog; 0 when all are empty.</summary>
    public int Turns { get; }

    /// <summary>Gets D, the number of values of a feature.</summary>
    public int Dimension { get; }

    /// <summary>Gets the features, (B, N, D), unit length; zero where padded.</summary>
    public float[] Features { get; }

    /// <summary>Gets the modalities, (B, N), the numbers of <see cref="Encoders.Modality"/>.</summary>
    public long[] Modality { get; }

    /// <summary>Gets the speakers, (B, N), the numbers of <see cref="Encoders.Speaker"/>.</summary>
    public long[] Speaker { get; }

    /// <summary>Gets the distances to the input, (B, N), 0 to <see cref="Distances"/> - 1.</summary>
    public long[] Distance { get; }

    /// <summary>Gets the mask, (B, N): 1 for a turn, 0 for padding.</summary>
    public float[] Mask { get; }

    /// <summary>Builds the batch.</summary>
    /// <param name="contexts">The turns of each dialog, oldest first; their numbers may differ.</param>
    /// <param name="dimension">D, the number of values that every feature must have.</param>
    /// <exception cref="ArgumentException">A turn has no feature of D values.</exception>
    public static ContextBatch Build(IReadOnlyList<IReadOnlyList<IContextTurn>> contexts, int dimension)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        var turns = contexts.Count == 0 ? 0 : contexts.Max(context => context.Count);
        var batch = new ContextBatch(contexts.Count, turns, dimension);
        for (var row = 0; row < contexts.Count; row++)
        {
            var count = contexts[row].Count;
            for (var position = 0; position < count; position++)
                batch.Set(row * turns + position, contexts[row][position], count - 1 - position);
        }

        return batch;
    }

    private void Set(int index, IContextTurn turn, int distance)
    {
        if (turn.FeatureLength != Dimension)
            throw new ArgumentException(
                $"A {turn.Modality} turn of the context has {turn.FeatureLength} feature values; "
                    + $"expected {Dimension}. Encode it first.",
                nameof(turn)
            );
        turn.CopyFeatureTo(Features.AsSpan(index * Dimension, Dimension));
        (Modality[index], Speaker[index], Mask[index]) = ((long)turn.Modality, (long)turn.Speaker, 1);
        Distance[index] = Math.Min(Distances - 1, distance);
    }
}
