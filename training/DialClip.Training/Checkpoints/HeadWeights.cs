using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>The sizes and weights of a DialCLIP head.</summary>
/// <param name="Clip">The sizes of the CLIP that it prompts.</param>
/// <param name="Config">The sizes of the head.</param>
/// <param name="Tensors">
/// The weights by name: <c>context.*</c>, <c>domain.*</c>, <c>query_experts.*</c>, <c>candidate_experts.*</c>,
/// <c>intent.*</c>, <c>logit_scale</c>.
/// </param>
internal sealed record HeadWeights(
    ClipConfig Clip,
    DialClipConfig Config,
    IReadOnlyDictionary<string, TensorData> Tensors
)
{
    /// <summary>Gets a weight.</summary>
    public TensorData this[string name] => Tensors[name];

    /// <summary>Validates names and shapes of the weights.</summary>
    /// <param name="source">The origin of the weights, for messages.</param>
    /// <exception cref="InvalidDataException">
    /// Counts the missing, unexpected and misshapen weights, and names at most five.
    /// </exception>
    public void Validate(string source)
    {
        Config.Validate();
        WeightValidator.Validate(HeadShapes.Compute(Clip, Config), Tensors, source);
    }
}
