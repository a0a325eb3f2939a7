using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Op.One("eq.Tensor", this, target);

        public Tensor eq(Scalar target) => Op.One("eq.Scalar", this, target);

        public Tensor eq_(Tensor target) => InPlace("eq_.Tensor", target);

        public Tensor eq_(Scalar target) => InPlace("eq_.Scalar", target);

        /// <summary>Element by element, as <see cref="eq(Tensor)"/>; <see cref="Equals(Tensor)"/> compares whole tensors.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public Tensor ne(Tensor target) => Op.One("ne.Tensor", this, target);

        public Tensor ne(Scalar target) => Op.One("ne.Scalar", this, target);

        public Tensor ne_(Tensor target) => InPlace("ne_.Tensor", target);

        public Tensor ne_(Scalar target) => InPlace("ne_.Scalar", target);

        public Tensor not_equal(Tensor target) => ne(target);

        public Tensor lt(Tensor target) => Op.One("lt.Tensor", this, target);

        public Tensor lt(Scalar target) => Op.One("lt.Scalar", this, target);

        public Tensor lt_(Tensor target) => InPlace("lt_.Tensor", target);

        public Tensor lt_(Scalar target) => InPlace("lt_.Scalar", target);

        public Tensor less(Tensor target) => lt(target);

        public Tensor le(Tensor target) => Op.One("le.Tensor", this, target);

        public Tensor le(Scalar target) => Op.One("le.Scalar", this, target);

        public Tensor le_(Tensor target) => InPlace("le_.Tensor", target);

        public Tensor le_(Scalar target) => InPlace("le_.Scalar", target);

        public Tensor less_equal(Tensor target) => le(target);

        public Tensor gt(Tensor target) => Op.One("gt.Tensor", this, target);

        public Tensor gt(Scalar target) => Op.One("gt.Scalar", this, target);

        public Tensor gt_(Tensor target) => InPlace("gt_.Tensor", target);

        public Tensor gt_(Scalar target) => InPlace("gt_.Scalar", target);

        public Tensor greater(Tensor target) => gt(target);

        public Tensor ge(Tensor target) => Op.One("ge.Tensor", this, target);

        public Tensor ge(Scalar target) => Op.One("ge.Scalar", this, target);

        public Tensor ge_(Tensor target) => InPlace("ge_.Tensor", target);

        public Tensor ge_(Scalar target) => InPlace("ge_.Scalar", target);

        public Tensor greater_equal(Tensor target) => ge(target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Flag("allclose", this, target, rtol, atol, equal_nan);

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Op.One("isclose", this, other, rtol, atol, nanEqual);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Op.One("isin.Tensor_Tensor", this, test_elements, assumeUnique, invert);

        public Tensor isnan() => Op.One("isnan", this);

        public Tensor isinf() => Op.One("isinf", this);

        public Tensor isfinite() => Op.One("isfinite", this);

        public Tensor isposinf() => Op.One("isposinf", this);

        public Tensor isneginf() => Op.One("isneginf", this);

        public Tensor logical_and(Tensor other) => Op.One("logical_and", this, other);

        public Tensor logical_and_(Tensor other) => InPlace("logical_and_", other);

        public Tensor logical_or(Tensor other) => Op.One("logical_or", this, other);

        public Tensor logical_or_(Tensor other) => InPlace("logical_or_", other);

        public Tensor logical_xor(Tensor other) => Op.One("logical_xor", this, other);

        public Tensor logical_xor_(Tensor other) => InPlace("logical_xor_", other);

        public Tensor logical_not() => Op.One("logical_not", this);

        public Tensor logical_not_() => InPlace("logical_not_");

        public Tensor maximum(Tensor other) => Op.One("maximum", this, other);

        public Tensor max(Tensor other) => maximum(other);

        public Tensor minimum(Tensor other) => Op.One("minimum", this, other);

        public Tensor min(Tensor other) => minimum(other);
    }
}
