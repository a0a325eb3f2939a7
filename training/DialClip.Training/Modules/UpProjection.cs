using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>The projection of the K context vectors to the prompts of every layer of a tower.</summary>
/// <remarks>Initialized to zero, so that the untrained output does not depend on the context.</remarks>
internal sealed class UpProjection : Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter? scale;

    public UpProjection(int rank, int layers, int width, bool perLayer)
        : base(nameof(UpProjection))
    {
        weight = new Parameter(perLayer ? zeros(layers, rank, width) : zeros(1, rank, width));
        scale = perLayer ? null : new Parameter(ones(layers, 1, rank));
        RegisterComponents();
    }

    /// <summary>Projects (B, K, r) to (B, L, K, W).</summary>
    public override Tensor forward(Tensor context)
    {
        using var scope = NewDisposeScope();
        var layered = context.unsqueeze(1); // (B, 1, K, r)
        if (scale is not null)
            layered = layered * scale; // (B, L, K, r)
        return layered.matmul(weight).MoveToOuterDisposeScope(); // (B, L, K, W)
    }
}
