using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A view of one position of a dimension, which disappears.</summary>
        public Tensor select(long dim, long index) => Op.One("select.int", this, dim, index);

        /// <summary>A view of a range of a dimension.</summary>
        public Tensor narrow(long dim, long start, long length) => Op.One("narrow", this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => Op.One("slice.Tensor", this, dim, start, finish, step);

        /// <summary>Copies positions of a dimension, given as a list of whole numbers.</summary>
        public Tensor index_select(long dim, Tensor index) => Op.One("index_select", this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Op.One("index_add", this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha)
        {
            Op.Do("index_add_", this, dim, index, source, alpha);
            return this;
        }

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Op.One("index_copy", this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => InPlace("index_copy_", dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => Op.One("index_fill.int_Scalar", this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => InPlace("index_fill_.int_Scalar", dim, index, value);

        /// <summary>Takes from every row (or other line along a dimension) the positions that its indices name.</summary>
        public Tensor gather(long dim, Tensor index) => Op.One("gather", this, dim, index);

        public Tensor take(Tensor index) => Op.One("take", this, index);

        public Tensor take_along_dim(Tensor indices, long dim) => Op.One("take_along_dim", this, indices, dim);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Op.One("scatter.src", this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace("scatter_.src", dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Op.One("scatter_add", this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace("scatter_add_", dim, index, src);

        /// <summary>Replaces the elements where the mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Op.One("masked_fill.Scalar", this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace("masked_fill_.Scalar", mask, value);

        public Tensor masked_select(Tensor mask) => Op.One("masked_select", this, mask);

        public Tensor masked_scatter(Tensor mask, Tensor value) => Op.One("masked_scatter", this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => InPlace("masked_scatter_", mask, value);

        /// <summary>Its own elements where the condition holds, the other's elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Op.One("where.self", condition, this, y);

        /// <summary>The places of all elements that are not zero, one a row.</summary>
        public Tensor nonzero() => Op.One("nonzero", this);

        public Tensor argwhere() => Op.One("argwhere", this);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var found = dim is { } at
                ? Op.Many("unique_dim", this, (long)at, sorted, return_inverse, return_counts)
                : Op.Many("_unique2", this, sorted, return_inverse, return_counts);
            return (found[0], Wanted(found[1], return_inverse), Wanted(found[2], return_counts));
        }

        private static Tensor? Wanted(Tensor tensor, bool wanted)
        {
            if (wanted)
                return tensor;
            tensor.Dispose();
            return null;
        }
    }
}
