using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A 16-bit IEEE 754 number, as tensors hold it.</summary>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The real package has this field.")]
public readonly struct Float16 : IComparable, IComparable<Float16>, IEquatable<Float16>
{
    /// <summary>The bits.</summary>
    public readonly ushort value;

    /// <summary>Takes the bits as they are.</summary>
    public Float16(ushort v) => value = v;

    /// <summary>Gets zero.</summary>
    public static Float16 Zero => new(0);

    /// <summary>Gets one.</summary>
    public static Float16 One => new(0x3C00);

    /// <summary>Gets not-a-number.</summary>
    public static Float16 NaN => new(0xFE00);

    /// <summary>Gets infinity.</summary>
    public static Float16 PositiveInfinity => new(0x7C00);

    /// <summary>Gets negative infinity.</summary>
    public static Float16 NegativeInfinity => new(0xFC00);

    /// <summary>Gets the greatest finite number.</summary>
    public static Float16 MaxValue => new(0x7BFF);

    /// <summary>Gets the least finite number.</summary>
    public static Float16 MinValue => new(0xFBFF);

    private Half Number => BitConverter.UInt16BitsToHalf(value);

    public static bool operator <(Float16 left, Float16 right) => left.Number < right.Number;

    public static bool operator >(Float16 left, Float16 right) => left.Number > right.Number;

    public static bool operator <=(Float16 left, Float16 right) => left.Number <= right.Number;

    public static bool operator >=(Float16 left, Float16 right) => left.Number >= right.Number;

    public static bool operator ==(Float16 left, Float16 right) => left.Number == right.Number;

    public static bool operator !=(Float16 left, Float16 right) => left.Number != right.Number;

    /// <summary>Rounds to the nearest, ties to even.</summary>
    public static explicit operator Float16(float value) => new(BitConverter.HalfToUInt16Bits((Half)value));

    /// <summary>Widens without loss.</summary>
    public static explicit operator float(Float16 value) => (float)value.Number;

    /// <summary>Tells whether it is not a number.</summary>
    public static bool IsNaN(Float16 value) => Half.IsNaN(value.Number);

    /// <summary>Tells whether it is neither infinite nor not-a-number.</summary>
    public static bool IsFinite(Float16 value) => Half.IsFinite(value.Number);

    /// <summary>Tells whether it is infinite.</summary>
    public static bool IsInfinity(Float16 value) => Half.IsInfinity(value.Number);

    /// <summary>Widens without loss.</summary>
    public float ToFloat() => (float)this;

    /// <inheritdoc/>
    public int CompareTo(Float16 other) => Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Float16 other => CompareTo(other),
        _ => throw new ArgumentException("Object must be of type Float16", nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(Float16 other) => Number.Equals(other.Number);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <summary>Gets the bits as a decimal number and the number itself.</summary>
    public override string ToString() => $"{value} : {ToFloat()}";
}
