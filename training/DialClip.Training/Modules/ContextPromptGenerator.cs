using DialClip.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>
/// DialCLIP's context prompt generator (arXiv 2401.01076): distils the earlier turns of a dialog into prompts for both
/// towers.
/// </summary>
/// <remarks>
/// The paper leaves the inner shape open. Here K learned queries attend over the down-projected turns and one constant
/// slot, so that an empty context is valid.
/// </remarks>
internal sealed class ContextPromptGenerator : Module<TurnBatch, (Tensor Text, Tensor Vision)>
{
    private readonly int rank;
    private readonly Linear down;
    private readonly Embedding modality;
    private readonly Embedding speaker;
    private readonly Embedding distance;
    private readonly Parameter queries;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear mix;
    private readonly LayerNorm norm;
    private readonly UpProjection up_text;
    private readonly UpProjection up_vision;

    public ContextPromptGenerator(ClipConfig clip, DialClipConfig config)
        : base(nameof(ContextPromptGenerator))
    {
        rank = config.Rank;
        down = Linear(clip.Dimension, rank);
        modality = Embedding(2, rank);
        speaker = Embedding(2, rank);
        distance = Embedding(ContextBatch.Distances, rank);
        foreach (var embedding in new[] { modality, speaker, distance })
            init.normal_(embedding.weight!, 0, 0.02);
        queries = new Parameter(randn(config.ContextPrompts, rank));
        query = Linear(rank, rank);
        key = Linear(rank, rank);
        value = Linear(rank, rank);
        mix = Linear(rank, rank);
        norm = LayerNorm(rank);
        up_text = new UpProjection(rank, clip.Text.Layers, clip.Text.Width, config.PerLayerUp);
        up_vision = new UpProjection(rank, clip.Vision.Layers, clip.Vision.Width, config.PerLayerUp);
        RegisterComponents();
    }

    /// <summary>Generates the context prompts of a batch.</summary>
    /// <returns>(B, L_t, K, W_t) and (B, L_v, K, W_v).</returns>
    public override (Tensor Text, Tensor Vision) forward(TurnBatch turns)
    {
        using var scope = NewDisposeScope();
        var batch = turns.Features.shape[0];
        var x =
            down.call(turns.Features)
            + modality.call(turns.Modality)
            + speaker.call(turns.Speaker)
            + distance.call(turns.Distance); // (B, N, r)
        var slot = zeros([batch, 1, rank], dtype: x.dtype, device: x.device);
        var keys = cat([key.call(x), slot], 1); // (B, N + 1, r)
        var values = cat([value.call(x), slot], 1); // (B, N + 1, r)
        var open = cat([turns.Mask, ones([batch, 1], dtype: x.dtype, device: x.device)], 1); // (B, N + 1)
        var scores = query.call(queries).matmul(keys.transpose(1, 2)) * Math.Pow(rank, -0.5); // (B, K, N + 1)
        // A large negative number instead of infinity, as in the exported graph.
        scores = scores + ((open - 1) * 1e9).unsqueeze(1);
        var context = norm.call(mix.call(scores.softmax(-1).matmul(values))); // (B, K, r)
        return (up_text.call(context).MoveToOuterDisposeScope(), up_vision.call(context).MoveToOuterDisposeScope());
    }
}
