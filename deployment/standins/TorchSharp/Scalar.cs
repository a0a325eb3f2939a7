using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number that meets a tensor; it takes the tensor's type there.</summary>
/// <remarks>Complex numbers are the real package's alone.</remarks>
public sealed class Scalar : IDisposable
{
    private readonly Arg value;

    internal Scalar(Arg value) => this.value = value;

    /// <summary>Gets Int64 for whole numbers, Float64 for real ones, Bool for truth values.</summary>
    public torch.ScalarType Type => value.Kind switch
    {
        ValueKind.Int => torch.ScalarType.Int64,
        ValueKind.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Float64,
    };

    internal bool IsReal => value.Kind == ValueKind.Double;

    internal double Real => IsReal ? BitConverter.Int64BitsToDouble(value.Bits) : value.Bits;

    internal long Whole => IsReal ? checked((long)Real) : value.Bits;

    public static implicit operator Scalar(byte value) => value.ToScalar();

    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    public static implicit operator Scalar(short value) => value.ToScalar();

    public static implicit operator Scalar(int value) => value.ToScalar();

    public static implicit operator Scalar(long value) => value.ToScalar();

    public static implicit operator Scalar(Half value) => value.ToScalar();

    public static implicit operator Scalar(float value) => value.ToScalar();

    public static implicit operator Scalar(double value) => value.ToScalar();

    public static implicit operator Scalar(bool value) => value.ToScalar();

    /// <summary>Does nothing: a number holds no native memory here.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    internal Arg ToArg() => value;
}
