using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Op.One("add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => Op.One("add.Tensor", this, target, alpha);

        public Tensor add(Scalar scalar) => Op.One("add.Scalar", this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Op.One("add.Scalar", this, scalar, alpha);

        public Tensor add_(Tensor target) => InPlace("add_.Tensor", target);

        public Tensor add_(Tensor target, Scalar alpha) => InPlace("add_.Tensor", target, alpha);

        public Tensor add_(Scalar scalar) => InPlace("add_.Scalar", scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace("add_.Scalar", scalar, alpha);

        public Tensor sub(Tensor target) => Op.One("sub.Tensor", this, target);

        public Tensor sub(Scalar target) => Op.One("sub.Scalar", this, target);

        public Tensor sub_(Tensor target) => InPlace("sub_.Tensor", target);

        public Tensor sub_(Scalar target) => InPlace("sub_.Scalar", target);

        public Tensor subtract(Tensor target) => sub(target);

        public Tensor subtract(Scalar target) => sub(target);

        public Tensor mul(Tensor target) => Op.One("mul.Tensor", this, target);

        public Tensor mul(Scalar target) => Op.One("mul.Scalar", this, target);

        public Tensor mul_(Tensor target) => InPlace("mul_.Tensor", target);

        public Tensor mul_(Scalar target) => InPlace("mul_.Scalar", target);

        public Tensor multiply(Tensor target) => mul(target);

        public Tensor multiply(Scalar target) => mul(target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Op.One("div.Tensor_mode", this, target, Mode(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Op.One("div.Scalar_mode", this, target, Mode(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => InPlace("div_.Tensor_mode", target, Mode(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => InPlace("div_.Scalar_mode", target, Mode(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor true_divide(Tensor other) => div(other);

        public Tensor true_divide(Scalar other) => div(other);

        public Tensor floor_divide(Tensor other) => Op.One("floor_divide", this, other);

        public Tensor floor_divide(Scalar other) => Op.One("floor_divide.Scalar", this, other);

        public Tensor remainder(Tensor target) => Op.One("remainder.Tensor", this, target);

        public Tensor remainder(Scalar scalar) => Op.One("remainder.Scalar", this, scalar);

        public Tensor fmod(Tensor target) => Op.One("fmod.Tensor", this, target);

        public Tensor fmod(Scalar scalar) => Op.One("fmod.Scalar", this, scalar);

        public Tensor pow(Tensor exponent) => Op.One("pow.Tensor_Tensor", this, exponent);

        public Tensor pow(Scalar exponent) => Op.One("pow.Tensor_Scalar", this, exponent);

        public Tensor pow_(Tensor exponent) => InPlace("pow_.Tensor", exponent);

        public Tensor pow_(Scalar exponent) => InPlace("pow_.Scalar", exponent);

        /// <summary>Adds value * tensor1 * tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Op.One("addcmul", this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcmul_", tensor1, tensor2, value);

        /// <summary>Adds value * tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Op.One("addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Op.One("addcdiv", this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => InPlace("addcdiv_", tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => InPlace("addcdiv_", tensor1, tensor2);

        public Tensor lerp(Tensor end, Tensor weight) => Op.One("lerp.Tensor", this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => InPlace("lerp_.Tensor", end, weight);

        public Tensor atan2(Tensor other) => Op.One("atan2", this, other);

        public Tensor logaddexp(Tensor other) => Op.One("logaddexp", this, other);

        public Tensor xlogy(Tensor y) => Op.One("xlogy.Tensor", this, y);

        public Tensor xlogy(Scalar y) => Op.One("xlogy.Scalar_Other", this, y);

        public Tensor bitwise_and(Tensor other) => Op.One("bitwise_and.Tensor", this, other);

        public Tensor bitwise_or(Tensor other) => Op.One("bitwise_or.Tensor", this, other);

        public Tensor bitwise_xor(Tensor other) => Op.One("bitwise_xor.Tensor", this, other);

        public Tensor bitwise_not() => Op.One("bitwise_not", this);

        public Tensor zero_() => InPlace("zero_");

        public Tensor fill_(Scalar value) => InPlace("fill_.Scalar", value);

        private static Arg Mode(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => Arg.None,
        };
    }
}
