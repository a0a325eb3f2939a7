using TorchSharp.Modules;
using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A learned vector for every number below a limit.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long? padding;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool scaleByFrequency;
        private readonly bool sparse;

        [ComponentName(Name = nameof(weight))]
        private Parameter table;

        internal Embedding(Tensor values, bool freeze, long? padding, double? maxNorm, double normType, bool scaleByFrequency, bool sparse)
            : base(nameof(Embedding))
        {
            (this.padding, this.maxNorm, this.normType, this.scaleByFrequency, this.sparse) = (padding, maxNorm, normType, scaleByFrequency, sparse);
            table = new Parameter(values, !freeze);
            table.DetachFromDisposeScope();
            register_parameter(nameof(weight), table);
        }

        /// <summary>Gets a new handle on the vectors, or replaces them.</summary>
        public Parameter? weight
        {
            get => new(Shim.dct_share(table.Handle));
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                value.DetachFromDisposeScope();
                table.Dispose();
                table = value;
                ConditionallyRegisterParameter(nameof(weight), value);
            }
        }

        /// <summary>Numbers of any shape to that shape with one more dimension.</summary>
        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } limit)
            {
                using var quiet = no_grad();
                Op.Do("embedding_renorm_", table, input.contiguous(), limit, normType);
            }

            return Op.One("embedding", table, input, Padding(), scaleByFrequency, sparse);
        }

        private long Padding() => padding switch
        {
            null => -1,
            < 0 => padding.Value + table.shape[0],
            _ => padding.Value,
        };
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false,
                bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var values = empty(num_embeddings, embedding_dims, dtype, device).normal_();
                if (padding_idx is { } padding)
                {
                    using var row = values.select(0, padding);
                    row.zero_();
                }

                return new(values, false, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false,
                bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(embeddings.detach().to(dtype ?? embeddings.dtype, InitializeDevice(device)), freeze, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
        }
    }
}
