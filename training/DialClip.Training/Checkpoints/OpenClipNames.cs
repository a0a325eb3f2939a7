namespace DialClip.Training.Checkpoints;

/// <summary>Maps open_clip's weight names to ours: the same, but that ours put the text tower's under <c>text.</c>.</summary>
internal static class OpenClipNames
{
    /// <summary>Maps our names back to open_clip's.</summary>
    public static IReadOnlyDictionary<string, TensorData> Unmap(IReadOnlyDictionary<string, TensorData> tensors) =>
        tensors.ToDictionary(
            pair => pair.Key.StartsWith("text.", StringComparison.Ordinal) ? pair.Key["text.".Length..] : pair.Key,
            pair => pair.Value,
            StringComparer.Ordinal
        );

    public static IReadOnlyDictionary<string, TensorData> Map(IReadOnlyDictionary<string, TensorData> tensors) =>
        tensors
            .Where(pair => pair.Key != "attn_mask") // a buffer of some exports
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
