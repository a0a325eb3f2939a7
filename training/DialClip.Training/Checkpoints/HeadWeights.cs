using DialClip.Training.Modules;

namespace DialClip.Training.Checkpoints;

/// <summary>A DialCLIP head's sizes and weights, outside of any engine.</summary>
/// <param name="Clip">The sizes of the CLIP that it prompts.</param>
/// <param name="Config">The head's own sizes.</param>
/// <param name="Tensors">Every weight by name: <c>context.*</c>, <c>domain.*</c>, <c>query_experts.*</c>, <c>candidate_experts.*</c>, <c>intent.*</c>, <c>logit_scale</c>.</param>
internal sealed record HeadWeights(
    ClipConfig Clip,
    DialClipConfig Config,
    IReadOnlyDictionary<string, TensorData> Tensors
)
{
    /// <summary>Gets a weight.</summary>
    public TensorData this[string name] => Tensors[name];

    /// <summary>Checks that every weight is there, none is surplus and all have their shape.</summary>
    /// <exception cref="InvalidDataException">Lists every fault at once.</exception>
    public void Validate(string source)
    {
        Config.Validate();
        WeightCheck.Against(HeadShapes.Of(Clip, Config), Tensors, source);
    }
}
