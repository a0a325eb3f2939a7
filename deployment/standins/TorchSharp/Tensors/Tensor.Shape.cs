using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Gets the transpose of a matrix.</summary>
        public Tensor T => Op.One("numpy_T", this);

        /// <summary>Gets the transpose of the last two dimensions.</summary>
        public Tensor mT => Op.One("mT", this);

        /// <summary>The same storage in another shape; one length may be -1.</summary>
        public Tensor view(params long[] shape) => Op.One("view", this, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>The same values in another shape, copied only where a view cannot express it.</summary>
        public Tensor reshape(params long[] shape) => Op.One("reshape", this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Op.One("flatten.using_ints", this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            var at = (int)(dim < 0 ? dim + ndim : dim);
            var old = shape;
            return view([.. old[..at], .. sizes, .. old[(at + 1)..]]);
        }

        public Tensor ravel() => Op.One("ravel", this);

        public Tensor squeeze(long? dim = null) => dim is { } at ? Op.One("squeeze.dim", this, at) : Op.One("squeeze", this);

        public Tensor unsqueeze(long dim) => Op.One("unsqueeze", this, dim);

        public Tensor unsqueeze_(long dim) => Op.One("unsqueeze_", this, dim);

        public Tensor t() => Op.One("t", this);

        public Tensor transpose(long dim0, long dim1) => Op.One("transpose.int", this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Op.One("transpose_", this, dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor permute(params long[] permutation) => Op.One("permute", this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => permute([.. permutation]);

        public Tensor movedim(long[] source, long[] destination) => Op.One("movedim.intlist", this, source, destination);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Op.One("expand", this, sizes.ToArray(), isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Op.One("expand", this, sizes, isImplicit);

        /// <summary>A view in which dimensions of length 1 stand for longer ones; -1 keeps a length.</summary>
        public Tensor expand(params long[] sizes) => Op.One("expand", this, sizes);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor broadcast_to(params long[] shape) => Op.One("broadcast_to", this, shape);

        /// <summary>Copies it so many times along every dimension.</summary>
        public Tensor repeat(params long[] sizes) => Op.One("repeat", this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Op.One("repeat_interleave.self_Tensor", this, repeats, Arg.Optional(dim), Arg.Optional(output_size));

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Op.One("repeat_interleave.self_int", this, repeats, Arg.Optional(dim), Arg.Optional(output_size));

        public Tensor tile(long[] reps) => Op.One("tile", this, reps);

        public Tensor flip(params long[] dims) => Op.One("flip", this, dims);

        public Tensor roll(long shifts, long? dims = null) => Op.One("roll", this, (long[])[shifts], dims is { } at ? (long[])[at] : []);

        public Tensor roll(long[] shifts, long[] dims) => Op.One("roll", this, shifts, dims);

        public Tensor diag(long diagonal = 0) => Op.One("diag", this, diagonal);

        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Op.One("diagonal", this, offset, dim1, dim2);

        public Tensor tril(long diagonal = 0) => Op.One("tril", this, diagonal);

        public Tensor triu(long diagonal = 0) => Op.One("triu", this, diagonal);

        public Tensor tril_(long diagonal = 0) => InPlace("tril_", diagonal);

        public Tensor triu_(long diagonal = 0) => InPlace("triu_", diagonal);

        public Tensor[] unbind(long dimension = 0L) => Op.Many("unbind.int", this, dimension);

        public Tensor[] split(long size, int dim = 0) => Op.Many("split.Tensor", this, size, (long)dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => split(sizes.ToArray(), dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Op.Many("split_with_sizes", this, sizes, dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0);

        public Tensor[] chunk(long chunks, long dim = 0L) => Op.Many("chunk", this, chunks, dim);

        public Tensor unfold(long dimension, long size, long step) => Op.One("unfold", this, dimension, size, step);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => Op.One("as_strided", this, size, strides, storageOffset);

        private Tensor InPlace(string op)
        {
            Op.Do(op, this);
            return this;
        }

        private Tensor InPlace(string op, Arg first)
        {
            Op.Do(op, this, first);
            return this;
        }

        private Tensor InPlace(string op, Arg first, Arg second)
        {
            Op.Do(op, this, first, second);
            return this;
        }

        private Tensor InPlace(string op, Arg first, Arg second, Arg third)
        {
            Op.Do(op, this, first, second, third);
            return this;
        }
    }
}
