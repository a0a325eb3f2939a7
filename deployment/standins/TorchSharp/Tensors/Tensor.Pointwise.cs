using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Op.One("abs", this);

        public Tensor abs_() => InPlace("abs_");

        public Tensor neg() => Op.One("neg", this);

        public Tensor neg_() => InPlace("neg_");

        public Tensor exp() => Op.One("exp", this);

        public Tensor exp_() => InPlace("exp_");

        public Tensor exp2() => Op.One("exp2", this);

        public Tensor exp2_() => InPlace("exp2_");

        public Tensor expm1() => Op.One("expm1", this);

        public Tensor expm1_() => InPlace("expm1_");

        public Tensor log() => Op.One("log", this);

        public Tensor log_() => InPlace("log_");

        public Tensor log1p() => Op.One("log1p", this);

        public Tensor log1p_() => InPlace("log1p_");

        public Tensor log2() => Op.One("log2", this);

        public Tensor log2_() => InPlace("log2_");

        public Tensor log10() => Op.One("log10", this);

        public Tensor log10_() => InPlace("log10_");

        public Tensor sqrt() => Op.One("sqrt", this);

        public Tensor sqrt_() => InPlace("sqrt_");

        public Tensor rsqrt() => Op.One("rsqrt", this);

        public Tensor rsqrt_() => InPlace("rsqrt_");

        public Tensor reciprocal() => Op.One("reciprocal", this);

        public Tensor reciprocal_() => InPlace("reciprocal_");

        public Tensor sign() => Op.One("sign", this);

        public Tensor sign_() => InPlace("sign_");

        public Tensor ceil() => Op.One("ceil", this);

        public Tensor ceil_() => InPlace("ceil_");

        public Tensor floor() => Op.One("floor", this);

        public Tensor floor_() => InPlace("floor_");

        public Tensor trunc() => Op.One("trunc", this);

        public Tensor trunc_() => InPlace("trunc_");

        public Tensor frac() => Op.One("frac", this);

        public Tensor frac_() => InPlace("frac_");

        public Tensor sin() => Op.One("sin", this);

        public Tensor sin_() => InPlace("sin_");

        public Tensor cos() => Op.One("cos", this);

        public Tensor cos_() => InPlace("cos_");

        public Tensor tan() => Op.One("tan", this);

        public Tensor tan_() => InPlace("tan_");

        public Tensor asin() => Op.One("asin", this);

        public Tensor asin_() => InPlace("asin_");

        public Tensor acos() => Op.One("acos", this);

        public Tensor acos_() => InPlace("acos_");

        public Tensor atan() => Op.One("atan", this);

        public Tensor atan_() => InPlace("atan_");

        public Tensor sinh() => Op.One("sinh", this);

        public Tensor sinh_() => InPlace("sinh_");

        public Tensor cosh() => Op.One("cosh", this);

        public Tensor cosh_() => InPlace("cosh_");

        public Tensor tanh() => Op.One("tanh", this);

        public Tensor tanh_() => InPlace("tanh_");

        public Tensor sigmoid() => Op.One("sigmoid", this);

        public Tensor sigmoid_() => InPlace("sigmoid_");

        public Tensor erf() => Op.One("erf", this);

        public Tensor erf_() => InPlace("erf_");

        public Tensor erfc() => Op.One("erfc", this);

        public Tensor erfc_() => InPlace("erfc_");

        public Tensor erfinv() => Op.One("erfinv", this);

        public Tensor erfinv_() => InPlace("erfinv_");

        public Tensor relu() => Op.One("relu", this);

        public Tensor relu_() => InPlace("relu_");

        public Tensor silu() => Op.One("silu", this);

        public Tensor silu_() => InPlace("silu_");

        public Tensor square() => Op.One("square", this);

        public Tensor negative() => neg();

        public Tensor absolute() => abs();

        public Tensor gelu() => Op.One("gelu", this);

        public Tensor gelu_() => InPlace("gelu_");

        public Tensor round(long decimals = 0L) => Op.One("round.decimals", this, decimals);

        public Tensor round_(long decimals = 0L) => InPlace("round_.decimals", decimals);

        public Tensor log_sigmoid() => Op.One("log_sigmoid", this);

        public Tensor softplus(double beta = 1, double threshold = 20) => Op.One("softplus", this, beta, threshold);

        public Tensor leaky_relu(Scalar negative_slope) => Op.One("leaky_relu", this, negative_slope);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Op.One("nan_to_num", this, nan, Arg.Optional(posinf), Arg.Optional(neginf));

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Op.One("clamp", this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Op.One("clamp.Tensor", this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace("clamp_", min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace("clamp_.Tensor", min, max);

        public Tensor clamp_max(Scalar max) => Op.One("clamp_max", this, max);

        public Tensor clamp_max_(Scalar max) => InPlace("clamp_max_", max);

        public Tensor clamp_min(Scalar min) => Op.One("clamp_min", this, min);

        public Tensor clamp_min_(Scalar min) => InPlace("clamp_min_", min);
    }
}
