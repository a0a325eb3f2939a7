using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Multiplies matrices over the last two dimensions; all others are broadcast.</summary>
        public Tensor matmul(Tensor target) => Op.One("matmul", this, target);

        public Tensor mm(Tensor target) => Op.One("mm", this, target);

        public Tensor mv(Tensor target) => Op.One("mv", this, target);

        public Tensor bmm(Tensor batch2) => Op.One("bmm", this, batch2);

        public Tensor dot(Tensor target) => Op.One("dot", this, target);

        public Tensor outer(Tensor vec2) => Op.One("outer", this, vec2);

        public Tensor inner(Tensor vec2) => Op.One("inner", this, vec2);

        /// <summary>beta times itself plus alpha times a product of matrices.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Op.One("addmm", this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Op.One("baddbmm", this, batch1, batch2, (double)beta, (double)alpha);

        public Tensor trace() => Op.One("trace", this);
    }
}
