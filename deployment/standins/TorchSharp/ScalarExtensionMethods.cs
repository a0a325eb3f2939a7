using TorchSharp.Native;

namespace TorchSharp;

/// <summary>Between .NET's numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => new((long)value);

    public static Scalar ToScalar(this sbyte value) => new((long)value);

    public static Scalar ToScalar(this short value) => new((long)value);

    public static Scalar ToScalar(this int value) => new((long)value);

    public static Scalar ToScalar(this long value) => new(value);

    public static Scalar ToScalar(this float value) => new((double)value);

    public static Scalar ToScalar(this double value) => new(value);

    public static Scalar ToScalar(this bool value) => new((Arg)value);

    public static Scalar ToScalar(this Half value) => new((double)value);

    public static Half ToHalf(this Scalar value) => (Half)value.Real;

    public static float ToSingle(this Scalar value) => (float)value.Real;

    public static double ToDouble(this Scalar value) => value.Real;

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.Whole);

    public static byte ToByte(this Scalar value) => checked((byte)value.Whole);

    public static short ToInt16(this Scalar value) => checked((short)value.Whole);

    public static int ToInt32(this Scalar value) => checked((int)value.Whole);

    public static long ToInt64(this Scalar value) => value.Whole;

    public static bool ToBoolean(this Scalar value) => value.Real != 0;
}
