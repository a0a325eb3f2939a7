using System.Runtime.CompilerServices;
using DialClip.Testing;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DialClip.Standins.Tests.OnnxRuntime;

public sealed class OrtValueTests
{
    [RequiresFact(Tool.OnnxRuntime)]
    public void Create_MemoryTooSmall_ThrowsBeforeReading()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory(new float[5], [2, 3]));

        Assert.Contains("5 elements is less than shape size: 6 elements", error.Message, StringComparison.Ordinal);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Create_ImpossibleShape_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OrtValue.CreateTensorValueFromMemory(new float[1], [-1]));
        Assert.Throws<OverflowException>(() => OrtValue.CreateTensorValueFromMemory(new float[1], [long.MaxValue, 3]));
        Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory(new Guid[1], [1]));
        Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory(new Half[1], [1]));
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Create_OverPartOfMemory_SharesIt()
    {
        float[] data = [1, 2, 3, 4, 5];
        using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data.AsMemory(1, 3), [2]);

        value.GetTensorMutableDataAsSpan<float>()[1] = 9;

        Assert.Equal([1, 2, 9, 4, 5], data);
        Assert.Equal(2, value.GetTensorTypeAndShape().ElementCount);
    }

    [RequiresTheory(Tool.OnnxRuntime)]
    [InlineData(new long[0], 1)]
    [InlineData(new long[] { 0 }, 0)]
    [InlineData(new long[] { 2, 0, 3 }, 0)]
    [InlineData(new long[] { 2, 3 }, 6)]
    public void CreateAllocated_AnyShape_HasItsElements(long[] shape, int count)
    {
        using var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Int64, shape);

        var info = value.GetTensorTypeAndShape();

        Assert.Equal(shape, info.Shape);
        Assert.Equal(count, info.ElementCount);
        Assert.Equal(TensorElementType.Int64, info.ElementDataType);
        Assert.Equal(count, value.GetTensorDataAsSpan<long>().Length);
        Assert.Equal(OnnxValueType.ONNX_TYPE_TENSOR, value.OnnxType);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Create_MemoryWithoutAddress_IsATensorOfNoElements()
    {
        using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, Memory<float>.Empty, [1, 0, 2]);

        Assert.Equal([1, 0, 2], value.GetTensorTypeAndShape().Shape);
        Assert.True(value.GetTensorDataAsSpan<float>().IsEmpty);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void GetData_OfAnotherType_IsRefusedButBytesAreNot()
    {
        using var value = OrtValue.CreateTensorValueFromMemory<float>([1], [1]);

        var error = Assert.Throws<OnnxRuntimeException>(() => value.GetTensorDataAsSpan<int>().Length);

        Assert.Contains("Requested type: System.Int32 does not match the actual type: System.Single", error.Message, StringComparison.Ordinal);
        Assert.Equal(BitConverter.GetBytes(1f), value.GetTensorDataAsSpan<byte>().ToArray());
    }

    [StandInFact]
    public void Use_AfterDispose_Throws()
    {
        using var session = new InferenceSession(OnnxModel.AddBias());
        using var options = new RunOptions();
        var value = OrtValue.CreateTensorValueFromMemory(new float[3], [1, 3]);
        value.Dispose();
        value.Dispose();

        Assert.Throws<ObjectDisposedException>(() => value.GetTensorTypeAndShape());
        Assert.Throws<ObjectDisposedException>(() => value.GetTensorDataAsSpan<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => session.Run(options, ["X"], [value], ["Y"]));
        options.Dispose();
        Assert.Throws<ObjectDisposedException>(() => options.Terminate = true);
    }

    [RequiresFact(Tool.OnnxRuntime)]
    public void Memory_WhileTheValueLives_StaysInPlace()
    {
        var data = new float[] { 1, 2, 3 };
        using var value = OrtValue.CreateTensorValueFromMemory(data, [3]);

        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        data[1] = 7;

        Assert.Equal([1, 7, 3], value.GetTensorDataAsSpan<float>().ToArray());
        Assert.True(Unsafe.AreSame(ref data[0], ref value.GetTensorMutableDataAsSpan<float>()[0]));
    }

    [RequiresTheory(Tool.OnnxRuntime)]
    [InlineData(true)]
    [InlineData(false)]
    public void Memory_AfterTheValue_IsFreed(bool disposed)
    {
        var memory = MakeAndForget(disposed);

        // A value that nobody disposed needs its finalizer first.
        for (var i = 0; i < 3 && memory.IsAlive; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
        }

        Assert.False(memory.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference MakeAndForget(bool dispose)
    {
        var data = new float[1000];
        var value = OrtValue.CreateTensorValueFromMemory(data, [1000]);
        if (dispose)
            value.Dispose();
        return new WeakReference(data);
    }
}
