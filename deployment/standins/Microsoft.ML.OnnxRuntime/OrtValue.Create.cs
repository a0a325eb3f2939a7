using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <content>Making tensors.</content>
public partial class OrtValue
{
    // Memory without elements may have no address, which the library refuses; any address serves a tensor of no elements.
    private static readonly byte[] SomeAddress = GC.AllocateArray<byte>(64, pinned: true);

    /// <summary>Makes a tensor over managed memory, which stays pinned until the value is disposed; nothing is copied.</summary>
    /// <param name="memoryInfo">Where the memory lies: <see cref="OrtMemoryInfo.DefaultInstance"/>.</param>
    /// <param name="memory">At least as many elements as the shape has.</param>
    /// <param name="shape">The dimensions, none negative.</param>
    /// <exception cref="OnnxRuntimeException">The memory is too small, or no tensor holds such elements.</exception>
    public static OrtValue CreateTensorValueFromMemory<T>(OrtMemoryInfo memoryInfo, Memory<T> memory, long[] shape)
        where T : unmanaged
    {
        var (element, size) = ElementTypes.Of(typeof(T));
        var count = ElementTypes.Count(shape);
        if (count > memory.Length)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Managed memory size: {memory.Length} elements is less than shape size: {count} elements");
        var pin = memory.Pin();
        ValueHandle value;
        try
        {
            value = new ValueHandle(CreateWithData(memoryInfo, Address(pin), (long)memory.Length * size, shape, element), pin);
        }
        catch
        {
            pin.Dispose();
            throw;
        }

        return new OrtValue(value);
    }

    /// <summary>Makes a tensor over an array, which stays pinned until the value is disposed; nothing is copied.</summary>
    /// <param name="data">At least as many elements as the shape has.</param>
    /// <param name="shape">The dimensions, none negative.</param>
    /// <exception cref="OnnxRuntimeException">The array is too small, or no tensor holds such elements.</exception>
    public static OrtValue CreateTensorValueFromMemory<T>(T[] data, long[] shape)
        where T : unmanaged => CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<T>(data), shape);

    /// <summary>Makes a tensor over memory that the caller keeps alive and in place until the value is disposed.</summary>
    /// <exception cref="OnnxRuntimeException">The memory is smaller than the shape needs, or the elements are texts.</exception>
    public static OrtValue CreateTensorValueWithData(OrtMemoryInfo memInfo, TensorElementType elementType, long[] shape, IntPtr dataBufferPtr, long bufferLengthInBytes)
    {
        var (_, size) = ElementTypes.Of(elementType);
        if (elementType == TensorElementType.String)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, "Cannot map managed strings buffer to native OrtValue. Use string specific interfaces");
        var count = ElementTypes.Count(shape);
        if (checked(count * size) > bufferLengthInBytes)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument,
                $"Shape: [{string.Join(", ", shape)}] has: {count} elements requires a buffer of at least {count * size} bytes. Provided: {bufferLengthInBytes} bytes");
        }

        return new OrtValue(new ValueHandle(CreateWithData(memInfo, dataBufferPtr, bufferLengthInBytes, shape, elementType)));
    }

    /// <summary>Makes a tensor with memory of its own, the elements not set.</summary>
    /// <param name="allocator">Whence the memory comes: <see cref="OrtAllocator.DefaultInstance"/>.</param>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="shape">The dimensions, none negative.</param>
    public static unsafe OrtValue CreateAllocatedTensorValue(OrtAllocator allocator, TensorElementType elementType, long[] shape)
    {
        _ = ElementTypes.Count(shape);
        using var lease = new HandleLease(allocator);
        nint value = 0;
        fixed (long* dimensions = shape)
        {
            var create = (delegate* unmanaged<nint, long*, nint, int, nint*, nint>)OrtCall.Function(OrtSlot.CreateTensorAsOrtValue);
            OrtCall.Check(create(lease.Pointer, dimensions, shape.Length, (int)elementType, &value));
        }

        return new OrtValue(new ValueHandle(value));
    }

    private static unsafe nint Address(MemoryHandle pin) => (nint)pin.Pointer;

    private static unsafe nint CreateWithData(OrtMemoryInfo memoryInfo, nint data, long bytes, long[] shape, TensorElementType element)
    {
        if (data == 0 && bytes == 0)
            data = Marshal.UnsafeAddrOfPinnedArrayElement(SomeAddress, 0);
        using var lease = new HandleLease(memoryInfo);
        nint value = 0;
        fixed (long* dimensions = shape)
        {
            var create = (delegate* unmanaged<nint, nint, nint, long*, nint, int, nint*, nint>)OrtCall.Function(OrtSlot.CreateTensorWithDataAsOrtValue);
            OrtCall.Check(create(lease.Pointer, data, (nint)bytes, dimensions, shape.Length, (int)element, &value));
        }

        return value;
    }
}
