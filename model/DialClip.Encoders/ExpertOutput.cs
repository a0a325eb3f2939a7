namespace DialClip.Encoders;

/// <summary>The projections of features by a head's experts, with the intent.</summary>
/// <param name="Dimension">D, the values in a feature.</param>
/// <param name="Query">
/// The features as queries, (B, 4, D) of unit length, in the order of <see cref="Experts"/>.
/// </param>
/// <param name="Candidate">The features as candidates, (B, 4, D) of unit length.</param>
/// <param name="Intent">
/// The logits of the next turn's kind, (B, 3) in the order of <see cref="Encoders.Intent"/>.
/// </param>
public sealed record ExpertOutput(int Dimension, float[] Query, float[] Candidate, float[] Intent)
{
    /// <summary>Gets the query of one row by one expert, D values.</summary>
    public ReadOnlySpan<float> GetQuery(int row, int expert) =>
        Query.AsSpan((row * Experts.Count + expert) * Dimension, Dimension);

    /// <summary>Gets the candidate of one row by one expert, D values.</summary>
    public ReadOnlySpan<float> GetCandidate(int row, int expert) =>
        Candidate.AsSpan((row * Experts.Count + expert) * Dimension, Dimension);

    /// <summary>Gets the intent of one row, as probabilities.</summary>
    public IntentProbabilities GetIntent(int row) =>
        IntentProbabilities.FromLogits(Intent.AsSpan(row * IntentProbabilities.Count, IntentProbabilities.Count));
}
