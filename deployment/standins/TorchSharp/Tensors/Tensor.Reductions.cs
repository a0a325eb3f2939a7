using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Op.One("sum", this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Op.One("sum.dim_IntList", this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => sum(dim.ToArray(), keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);

        public Tensor mean() => Op.One("mean", this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Op.One("mean.dim", this, dimensions, keepdim, type);

        public Tensor prod(ScalarType? type = null) => Op.One("prod", this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Op.One("prod.dim_int", this, dim, keepdim, type);

        public Tensor std(bool unbiased = true) => Op.One("std", this, unbiased);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Op.One("std.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((long[])[dim], unbiased, keepdim, type);

        public Tensor var(bool unbiased = true) => Op.One("var", this, unbiased);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Typed(Op.One("var.dim", this, dimensions, unbiased, keepdim), type);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((long[])[dim], unbiased, keepdim, type);

        public Tensor max() => Op.One("max", this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Op.Two("max.dim", this, dim, keepdim);

        public Tensor min() => Op.One("min", this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Op.Two("min.dim", this, dim, keepdim);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Op.One("amax", this, dims, keepdim) : throw NoOut(nameof(amax));

        public Tensor amax(params long[] dims) => Op.One("amax", this, dims);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Op.One("amin", this, dims, keepdim) : throw NoOut(nameof(amin));

        public Tensor amin(params long[] dims) => Op.One("amin", this, dims);

        public Tensor argmax() => Op.One("argmax", this);

        public Tensor argmax(long dim, bool keepdim = false) => Op.One("argmax", this, dim, keepdim);

        public Tensor argmin() => Op.One("argmin", this);

        public Tensor argmin(long dim, bool keepdim = false) => Op.One("argmin", this, dim, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => Op.One("argsort", this, dim, descending);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Op.Two("sort.stable", this, stable, dim, descending);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Op.Two("topk", this, (long)k, (long)dim, largest, sorted);

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Op.Two("kthvalue", this, k, dim ?? -1, keepdim);

        public Tensor median() => Op.One("median", this);

        public Tensor all() => Op.One("all", this);

        public Tensor all(long dim, bool keepdim = false) => Op.One("all.dim", this, dim, keepdim);

        public Tensor any() => Op.One("any", this);

        public Tensor any(long dim, bool keepdim = false) => Op.One("any.dim", this, dim, keepdim);

        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Op.One("count_nonzero", this, Arg.None) : Op.One("count_nonzero.dim_IntList", this, dims);

        public Tensor norm(float p = 2.0f) => Op.One("norm.Scalar", this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Op.One("norm.ScalarOpt_dim", this, (double)p, (long[])[dim], keepdim);

        public Tensor dist(Tensor other, float p = 2.0f) => Op.One("dist", this, other, (double)p);

        public Tensor cumsum(long dim, ScalarType? type = null) => Op.One("cumsum", this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => Op.One("cumprod", this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) => Op.One("logsumexp", this, (long[])[dim], keepdim);

        public Tensor logcumsumexp(long dim) => Op.One("logcumsumexp", this, dim);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Op.One("softmax.int", this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Op.One("log_softmax.int", this, dim, dtype);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Op.One("bincount", this, weights, minlength);

        private static Tensor Typed(Tensor result, ScalarType? type) => type is { } given ? result.to_type(given, disposeAfter: true) : result;

        private static NotSupportedException NoOut(string name) =>
            new($"'{name}' into a given tensor is left to the real TorchSharp package.");
    }
}
