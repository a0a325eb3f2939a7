using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DialClip.Training.Modules;

/// <summary>A layer of a BERT: attention and feed-forward, each with layer normalization behind its sum.</summary>
internal sealed class BertLayer : Module<Tensor, Tensor, Tensor>
{
    private readonly BertAttention attention;
    private readonly BertDense intermediate;
    private readonly BertOutput output;

    public BertLayer(BlockConfig config)
        : base(nameof(BertLayer))
    {
        attention = new BertAttention(config);
        intermediate = new BertDense(config.Width, config.HiddenWidth);
        output = new BertOutput(config.HiddenWidth, config);
        RegisterComponents();
    }

    /// <summary>Maps (B, T, W) to (B, T, W).</summary>
    /// <param name="x">(B, T, W).</param>
    /// <param name="mask">(B, 1, 1, T), added to the scores before the softmax.</param>
    public override Tensor forward(Tensor x, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var attended = attention.call(x, mask); // (B, T, W)
        var hidden = functional.gelu(intermediate.call(attended)); // (B, T, H)
        return output.call(hidden, attended).MoveToOuterDisposeScope(); // (B, T, W)
    }

    /// <summary>Multi-head self-attention, its sum with the input, and layer normalization.</summary>
    private sealed class BertAttention : Module<Tensor, Tensor, Tensor>
    {
        private readonly BertProjections self;
        private readonly BertOutput output;
        private readonly int heads;

        public BertAttention(BlockConfig config)
            : base(nameof(BertAttention))
        {
            heads = config.Heads;
            self = new BertProjections(config.Width);
            output = new BertOutput(config.Width, config);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor mask)
        {
            using var scope = NewDisposeScope();
            var (batch, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
            var (query, key, value) = self.call(x);
            var attended = functional
                .scaled_dot_product_attention(Split(query), Split(key), Split(value), mask) // (B, h, T, W/h)
                .transpose(1, 2)
                .reshape(batch, length, width); // (B, T, W)
            return output.call(attended, x).MoveToOuterDisposeScope();

            Tensor Split(Tensor projected) => projected.view(batch, length, heads, width / heads).transpose(1, 2);
        }
    }

    private sealed class BertProjections : Module<Tensor, (Tensor Query, Tensor Key, Tensor Value)>
    {
        private readonly Linear query;
        private readonly Linear key;
        private readonly Linear value;

        public BertProjections(int width)
            : base(nameof(BertProjections))
        {
            (query, key, value) = (Linear(width, width), Linear(width, width), Linear(width, width));
            RegisterComponents();
        }

        public override (Tensor Query, Tensor Key, Tensor Value) forward(Tensor x) =>
            (query.call(x), key.call(x), value.call(x));
    }

    private sealed class BertDense : Module<Tensor, Tensor>
    {
        private readonly Linear dense;

        public BertDense(int from, int to)
            : base(nameof(BertDense))
        {
            dense = Linear(from, to);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => dense.call(x);
    }

    /// <summary>A linear layer, the sum with what came before, and layer normalization.</summary>
    private sealed class BertOutput : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear dense;
        private readonly LayerNorm LayerNorm;

        public BertOutput(int from, BlockConfig config)
            : base(nameof(BertOutput))
        {
            dense = Linear(from, config.Width);
            LayerNorm = nn.LayerNorm(config.Width, config.LayerNormEpsilon);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor before)
        {
            using var scope = NewDisposeScope();
            return LayerNorm.call(dense.call(x) + before).MoveToOuterDisposeScope();
        }
    }
}
