using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Put([i1], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => Pick([i1, i2]);
            set => Put([i1, i2], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => Pick([i1, i2, i3]);
            set => Put([i1, i2, i3], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => Pick([i1, i2, i3, i4]);
            set => Put([i1, i2, i3, i4], value);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => Pick(indices);
            set => Put(indices, value);
        }

        /// <summary>Takes the elements that the indices name; positions and masks copy, all else is a view.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = Resolve(indices);
            if (tensors is null)
                return view;
            var picked = Op.One("index.Tensor", view, Arg.Indices(tensors));
            view.Dispose();
            return picked;
        }

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        /// <summary>Writes values, broadcast, to the places that the indices name.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <param name="value">What is written.</param>
        /// <param name="indices">Where.</param>
        /// <param name="accumulate">True to add to what is there; then every index has to be a tensor.</param>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            if (accumulate && indices.Any(index => index.kind != TensorIndex.Kind.Tensor))
                throw new ArgumentException("With accumulate every index has to be a tensor.", nameof(indices));
            var (view, tensors) = Resolve(indices);
            using var source = WithoutLeadingOnes(value);
            if (tensors is not null)
                Op.Do("index_put_", view, Arg.Indices(tensors), source, accumulate);
            else
                view.copy_(source);
            view.Dispose();
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var given = full([], value, dtype, device);
            return index_put_(given, indices);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        // libtorch's operator takes tensors only, null for a whole dimension: the other kinds become views before it.
        private (Tensor View, Tensor?[]? Tensors) Resolve(TensorIndex[] indices)
        {
            var named = indices.Sum(Consumes);
            var view = alias();
            var tensors = new List<Tensor?>();
            var at = 0L;
            foreach (var index in indices)
            {
                if (index.kind == TensorIndex.Kind.Ellipsis)
                    at += Dimensions - named;
                else if (index.kind == TensorIndex.Kind.Tensor && !IsNumber(index.tensor))
                {
                    while (tensors.Count < at)
                        tensors.Add(null);
                    tensors.Add(index.tensor ?? throw new ArgumentNullException(nameof(indices)));
                    at++;
                }
                else
                {
                    (view, at) = Step(view, index, at);
                }
            }

            return (view, tensors.Count == 0 ? null : [.. tensors]);
        }

        private static (Tensor View, long At) Step(Tensor view, TensorIndex index, long at)
        {
            var (next, step) = index.kind switch
            {
                TensorIndex.Kind.Single => (view.select(at, index.start ?? 0), 0L),
                TensorIndex.Kind.Tensor => (view.select(at, index.tensor!.ToInt64()), 0L),
                TensorIndex.Kind.Slice => (Op.One("slice.Tensor", view, at, Arg.Optional(index.start), Arg.Optional(index.stop), index.step ?? 1), 1L),
                TensorIndex.Kind.Bool => throw new NotSupportedException("Indexing by a single truth value is left to the real TorchSharp package; use a tensor of them."),
                _ => (view.unsqueeze(at), 1L),
            };
            view.Dispose();
            return (next, at + step);
        }

        private static bool IsMask(Tensor? tensor) => tensor is not null && tensor.dtype is ScalarType.Bool or ScalarType.Byte;

        private static bool IsNumber(Tensor? tensor) => tensor is not null && tensor.Dimensions == 0 && !IsMask(tensor) && tensor.is_integral();

        private static long Consumes(TensorIndex index) => index.kind switch
        {
            TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
            TensorIndex.Kind.Tensor => IsMask(index.tensor) ? index.tensor!.Dimensions : 1,
            _ => 0,
        };

        // An assignment drops leading dimensions of length 1 from what it writes.
        private static Tensor WithoutLeadingOnes(Tensor value)
        {
            var old = value.shape;
            var ones = old.TakeWhile(length => length == 1).Count();
            return ones == 0 ? value.alias() : value.reshape(old[ones..]);
        }

        private Tensor Pick(long[] indices) => index(Array.ConvertAll(indices, at => TensorIndex.Single(at)));

        private void Put(long[] indices, Tensor value) => index_put_(value, Array.ConvertAll(indices, at => TensorIndex.Single(at)));
    }
}
