namespace DialClip.Training.Checkpoints;

/// <summary>Tensors that older exports carry beside the weights, and that every reader computes itself.</summary>
internal static class CheckpointBuffers
{
    /// <summary>Determines whether a tensor is the causal mask or the list of positions 0, 1, 2, …</summary>
    public static bool IsBuffer(string name) => name.Split('.')[^1] is "attn_mask" or "position_ids";
}
