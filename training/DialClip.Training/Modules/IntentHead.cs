using DialClip.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The linear classifier of the next turn's intent: picture, text or silence.</summary>
internal sealed class IntentHead : Module<Tensor, Tensor>
{
    private readonly Linear linear;

    public IntentHead(int dimension)
        : base(nameof(IntentHead))
    {
        linear = Linear(dimension, IntentProbabilities.Count);
        RegisterComponents();
    }

    /// <summary>Maps (B, D), unit length, to logits (B, 3): picture, text, silence.</summary>
    public override Tensor forward(Tensor features) => linear.call(features);
}
