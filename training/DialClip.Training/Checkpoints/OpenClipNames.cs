namespace DialClip.Training.Checkpoints;

/// <summary>
/// Maps the weights of open_clip's layout, whose text tower has no prefix, to <c>text.*</c> and back.
/// </summary>
internal static class OpenClipNames
{
    /// <summary>Maps weights back to open_clip's names.</summary>
    public static IReadOnlyDictionary<string, TensorData> Unmap(IReadOnlyDictionary<string, TensorData> tensors) =>
        tensors.ToDictionary(
            pair => pair.Key.StartsWith("text.", StringComparison.Ordinal) ? pair.Key["text.".Length..] : pair.Key,
            pair => pair.Value,
            StringComparer.Ordinal
        );

    /// <summary>Maps weights from open_clip's names.</summary>
    public static IReadOnlyDictionary<string, TensorData> Map(IReadOnlyDictionary<string, TensorData> tensors) =>
        tensors
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
}
