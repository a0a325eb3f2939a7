namespace DialClip.Training.Checkpoints;

/// <summary>
/// Maps the weights of open_clip's layout, whose text tower has no prefix, to <c>text.*</c> and back.
/// </summary>
internal static class OpenClipNames
{
    private const string Positions = "positional_embedding";
    private const string LongPositions = "positional_embedding_res";
    private const int KeptPositions = 20;

    /// <summary>Maps weights back to open_clip's names.</summary>
    public static IReadOnlyDictionary<string, TensorData> Unmap(IReadOnlyDictionary<string, TensorData> tensors) =>
        tensors.ToDictionary(
            pair => pair.Key.StartsWith("text.", StringComparison.Ordinal) ? pair.Key["text.".Length..] : pair.Key,
            pair => pair.Value,
            StringComparer.Ordinal
        );

    /// <summary>Maps weights from open_clip's names.</summary>
    public static IReadOnlyDictionary<string, TensorData> Map(IReadOnlyDictionary<string, TensorData> tensors) =>
        JoinPositions(tensors)
            .Where(pair => !CheckpointBuffers.IsBuffer(pair.Key))
            .ToDictionary(
                pair =>
                    pair.Key == "logit_scale"
                    || pair.Key.StartsWith("visual.", StringComparison.Ordinal)
                    || pair.Key.StartsWith("text.", StringComparison.Ordinal)
                        ? pair.Key
                        : "text." + pair.Key,
                pair => pair.Value,
                StringComparer.Ordinal
            );

    // LongCLIP (arXiv 2403.15378) adds the positions of one table up to KeptPositions, and of another from there on.
    private static IReadOnlyDictionary<string, TensorData> JoinPositions(
        IReadOnlyDictionary<string, TensorData> tensors
    )
    {
        if (
            !tensors.TryGetValue(LongPositions, out var later)
            || !tensors.TryGetValue(Positions, out var first)
            || !later.Shape.SequenceEqual(first.Shape)
            || first.Shape is not [> KeptPositions, var width]
        )
            return tensors;
        var values = later.Values.ToArray();
        first.Read(0, values.AsSpan(0, (int)(KeptPositions * width)));
        var joined = new Dictionary<string, TensorData>(tensors, StringComparer.Ordinal)
        {
            [Positions] = new(first.Shape, values),
        };
        joined.Remove(LongPositions);
        return joined;
    }
}
