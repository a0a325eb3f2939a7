using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A value that a model takes or gives; here a tensor. Dispose it, or the memory beneath stays pinned until the finalizer runs.</summary>
public partial class OrtValue : IDisposable
{
    internal OrtValue(ValueHandle handle)
    {
        Handle = handle;
        OnnxType = (OnnxValueType)OrtCall.GetInt(OrtSlot.GetValueType, handle.DangerousGetHandle());
    }

    /// <summary>Gets the kind of the value.</summary>
    public OnnxValueType OnnxType { get; }

    /// <summary>Gets whether the value is a tensor.</summary>
    public bool IsTensor => OnnxType == OnnxValueType.ONNX_TYPE_TENSOR;

    /// <summary>Gets whether the value is a sparse tensor.</summary>
    public bool IsSparseTensor => OnnxType == OnnxValueType.ONNX_TYPE_SPARSETENSOR;

    internal ValueHandle Handle { get; }

    /// <summary>Gets a view of the tensor's elements, valid until the value is disposed.</summary>
    /// <exception cref="OnnxRuntimeException">It is no tensor, or its elements are of another type.</exception>
    public ReadOnlySpan<T> GetTensorDataAsSpan<T>()
        where T : unmanaged => Elements<T>();

    /// <summary>Gets a view through which the tensor's elements can be changed, valid until the value is disposed.</summary>
    /// <exception cref="OnnxRuntimeException">It is no tensor, or its elements are of another type.</exception>
    public Span<T> GetTensorMutableDataAsSpan<T>()
        where T : unmanaged => Elements<T>();

    /// <summary>Gets a view of the tensor's bytes, valid until the value is disposed.</summary>
    /// <exception cref="OnnxRuntimeException">It is no tensor of numbers.</exception>
    public Span<byte> GetTensorMutableRawData() => Elements<byte>();

    /// <summary>Gets the element type and shape.</summary>
    /// <exception cref="OnnxRuntimeException">It is no tensor.</exception>
    public OrtTensorTypeAndShapeInfo GetTensorTypeAndShape()
    {
        if (!IsTensor && !IsSparseTensor)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"This OrtValue type contains: {OnnxType}, not a tensor or sparse tensor");
        using var lease = new HandleLease(Handle, this);
        return ReadTypeAndShape(lease.Pointer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the native value and unpins what it lies over.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Handle.Dispose();
    }

    private static OrtTensorTypeAndShapeInfo ReadTypeAndShape(nint value)
    {
        var info = OrtCall.Get(OrtSlot.GetTensorTypeAndShape, value);
        try
        {
            return new OrtTensorTypeAndShapeInfo(info);
        }
        finally
        {
            OrtCall.Release(OrtSlot.ReleaseTensorTypeAndShapeInfo, info);
        }
    }

    private unsafe Span<T> Elements<T>()
        where T : unmanaged
    {
        using var lease = new HandleLease(Handle, this);
        if (!IsTensor)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"This OrtValue type contains: {OnnxType}, not a tensor");
        var info = ReadTypeAndShape(lease.Pointer);
        if (info.IsString)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, "Strings are not supported by this API");
        var (type, size) = ElementTypes.Of(info.ElementDataType);
        // Bytes are a view of anything, as in the real package.
        if (typeof(T) != type && typeof(T) != typeof(byte))
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Requested type: {typeof(T)} does not match the actual type: {type}");
        if (info.ElementCount == 0)
            return [];
        var length = typeof(T) == type ? info.ElementCount : info.ElementCount * size;
        if (length > int.MaxValue)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"The tensor [{string.Join(", ", info.Shape)}] has more elements than a span can hold.");
        var data = OrtCall.Get(OrtSlot.GetTensorMutableData, lease.Pointer);
        return MemoryMarshal.CreateSpan(ref *(T*)data, (int)length);
    }
}
