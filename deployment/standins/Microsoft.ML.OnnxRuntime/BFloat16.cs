using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The upper 16 bits of a 32-bit number, as tensors hold it.</summary>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The real package has this field.")]
public readonly struct BFloat16 : IComparable, IComparable<BFloat16>, IEquatable<BFloat16>
{
    /// <summary>The bits.</summary>
    public readonly ushort value;

    /// <summary>Takes the bits as they are.</summary>
    public BFloat16(ushort v) => value = v;

    /// <summary>Gets zero.</summary>
    public static BFloat16 Zero => new(0);

    /// <summary>Gets one.</summary>
    public static BFloat16 One => new(0x3F80);

    /// <summary>Gets not-a-number.</summary>
    public static BFloat16 NaN => new(0xFFC1);

    private float Number => BitConverter.UInt32BitsToSingle((uint)value << 16);

    public static bool operator <(BFloat16 left, BFloat16 right) => left.Number < right.Number;

    public static bool operator >(BFloat16 left, BFloat16 right) => left.Number > right.Number;

    public static bool operator <=(BFloat16 left, BFloat16 right) => left.Number <= right.Number;

    public static bool operator >=(BFloat16 left, BFloat16 right) => left.Number >= right.Number;

    public static bool operator ==(BFloat16 left, BFloat16 right) => left.Number == right.Number;

    public static bool operator !=(BFloat16 left, BFloat16 right) => left.Number != right.Number;

    /// <summary>Rounds to the nearest, ties to even.</summary>
    public static explicit operator BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        // A rounded not-a-number could become infinity; it keeps its upper bits, one of them set.
        return float.IsNaN(value) ? new BFloat16((ushort)(bits >> 16 | 0x40)) : new BFloat16((ushort)(bits + 0x7FFF + (bits >> 16 & 1) >> 16));
    }

    /// <summary>Widens without loss.</summary>
    public static explicit operator float(BFloat16 value) => value.Number;

    /// <summary>Tells whether it is not a number.</summary>
    public static bool IsNaN(BFloat16 value) => float.IsNaN(value.Number);

    /// <summary>Tells whether it is neither infinite nor not-a-number.</summary>
    public static bool IsFinite(BFloat16 value) => float.IsFinite(value.Number);

    /// <summary>Widens without loss.</summary>
    public float ToFloat() => Number;

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => Number.CompareTo(other.Number);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        BFloat16 other => CompareTo(other),
        _ => throw new ArgumentException("Object must be of type BFloat16", nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => Number.Equals(other.Number);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.GetHashCode();

    /// <summary>Gets the bits as a decimal number and the number itself.</summary>
    public override string ToString() => $"{value} : {ToFloat()}";
}
