using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor that reads and writes the array's own memory.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor that reads and writes the array's own memory; a copy where another type is wanted.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        RefuseNames(names);
        var shape = new long[rawArray.Rank];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = rawArray.GetLongLength(i);
        return Made(Moved(Over(rawArray, 0, shape), dtype, device), requires_grad);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);

    /// <summary>The same tensor, or a copy where another type or device is wanted.</summary>
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);

    /// <summary>A flat tensor over a part of the array's own memory.</summary>
    /// <param name="rawArray">The array.</param>
    /// <param name="dtype">The type; a copy is made where it is not the array's.</param>
    /// <param name="count">How many elements; -1 for all that are left.</param>
    /// <param name="offset">The first element.</param>
    /// <param name="requires_grad">Whether autograd records what is computed from it.</param>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var length = rawArray.LongLength;
        if (offset < 0 || offset >= length)
            throw new ArgumentException($"invalid value for 'offset': {offset}", nameof(offset));
        if (count > length - offset)
            throw new IndexOutOfRangeException($"element count is too large: {count}");
        return Made(Moved(Over(rawArray, offset, [count < 0 ? length - offset : count]), dtype, null), requires_grad);
    }

    private static Tensor FromArray<T>(Array values, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        var shape = new long[values.Rank];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = values.GetLongLength(i);
        var flat = values.Length == 0
            ? default
            : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
        return FromValues(flat, shape, dtype, device, requires_grad, names);
    }

    private static unsafe Tensor FromValues<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        RefuseNames(names);
        var total = 1L;
        foreach (var length in dimensions)
            total *= length;
        if (total > values.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {total} vs. {values.Length}");
        var made = Op.One("empty.memory_format", dimensions.ToArray(), ToScalarType(typeof(T)));
        values[..(int)total].CopyTo(new Span<T>(made.DataPointer(), (int)total));
        return Made(Moved(made, dtype, device), requires_grad);
    }

    private static unsafe Tensor Over(Array array, long offset, long[] shape)
    {
        var type = ToScalarType(array.GetType().GetElementType()!);
        if (array.Length == 0)
            return Op.One("empty.memory_format", shape, type);
        var pinned = GCHandle.Alloc(array, GCHandleType.Pinned);
        fixed (long* sizes = shape)
        {
            var first = (byte*)pinned.AddrOfPinnedObject() + offset * type.ElementSize();
            var tensor = Shim.dct_from_blob(first, sizes, shape.Length, (int)type, &Release, GCHandle.ToIntPtr(pinned));
            return new Tensor(Op.Check(tensor));
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint context) => GCHandle.FromIntPtr(context).Free();

    private static Tensor Moved(Tensor made, ScalarType? dtype, Device? device)
    {
        var target = InitializeDevice(device);
        return dtype is { } type && type != made.dtype || target.type != DeviceType.CPU ? made.to(dtype ?? made.dtype, target, disposeAfter: true) : made;
    }

    private static Tensor Made(Tensor made, bool requires_grad)
    {
        if (requires_grad)
            made.requires_grad = true;
        return made;
    }

    private static void RefuseNames(string[]? names)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("Named dimensions are left to the real TorchSharp package.");
    }
}
