using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>An argument of an operator: a value, or a reference that outlives the call.</summary>
internal readonly struct Arg
{
    private Arg(ValueKind kind, long bits = 0, object? reference = null)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    /// <summary>Gets an absent optional argument.</summary>
    public static Arg None => default;

    /// <summary>Gets a stand-in for the default that the operator's schema declares.</summary>
    public static Arg Default => new(ValueKind.Default);

    public ValueKind Kind { get; }

    public long Bits { get; }

    public object? Reference { get; }

    public static implicit operator Arg(Tensor? tensor) => tensor is null ? None : new(ValueKind.Tensor, reference: tensor);

    public static implicit operator Arg(Tensor[] tensors) => new(ValueKind.TensorList, reference: tensors);

    public static implicit operator Arg(long value) => new(ValueKind.Int, value);

    public static implicit operator Arg(double value) => new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public static implicit operator Arg(long[]? values) => values is null ? None : new(ValueKind.IntList, reference: values);

    public static implicit operator Arg(string text) => new(ValueKind.String, reference: System.Text.Encoding.UTF8.GetBytes(text));

    public static implicit operator Arg(ScalarType type) => new(ValueKind.Int, (long)type);

    public static implicit operator Arg(ScalarType? type) => type is { } given ? given : None;

    public static implicit operator Arg(Device? device) => device is null ? None : new(ValueKind.Device, ((long)device.type << 8) | (byte)device.index);

    public static implicit operator Arg(Generator? generator) => generator is null ? None : new(ValueKind.Generator, reference: generator);

    public static implicit operator Arg(Scalar? scalar) => scalar is null ? None : scalar.ToArg();

    /// <summary>A list of index tensors, where null stands for the whole dimension.</summary>
    public static Arg Indices(Tensor?[] tensors) => new(ValueKind.OptionalTensorList, reference: tensors);

    /// <summary>An optional whole number.</summary>
    public static Arg Optional(long? value) => value is { } given ? given : None;

    /// <summary>An optional real number.</summary>
    public static Arg Optional(double? value) => value is { } given ? given : None;
}
