using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Describes where tensor memory lies.</summary>
public class OrtMemoryInfo : SafeHandle
{
    private static readonly Lazy<OrtMemoryInfo> Default = new(CreateCpu);

    /// <summary>Describes memory of the named allocator ("Cpu", "Cuda", "CudaPinned").</summary>
    public unsafe OrtMemoryInfo(string allocatorName, OrtAllocatorType allocatorType, int deviceId, OrtMemType memoryType)
        : base(0, ownsHandle: true)
    {
        nint info = 0;
        fixed (byte* name = OrtCall.Utf8(allocatorName))
        {
            var create = (delegate* unmanaged<byte*, int, int, int, nint*, nint>)OrtCall.Function(OrtSlot.CreateMemoryInfo);
            OrtCall.Check(create(name, (int)allocatorType, deviceId, (int)memoryType, &info));
        }

        SetHandle(info);
    }

    private OrtMemoryInfo(nint info)
        : base(info, ownsHandle: true)
    {
    }

    /// <summary>Gets the description of ordinary memory of the process.</summary>
    public static OrtMemoryInfo DefaultInstance => Default.Value;

    /// <summary>Gets the allocator's name.</summary>
    public string Name
    {
        get
        {
            using var lease = new HandleLease(this);
            return Marshal.PtrToStringUTF8(OrtCall.Get(OrtSlot.MemoryInfoGetName, lease.Pointer)) ?? "";
        }
    }

    /// <summary>Gets the device's number.</summary>
    public int Id
    {
        get
        {
            using var lease = new HandleLease(this);
            return OrtCall.GetInt(OrtSlot.MemoryInfoGetId, lease.Pointer);
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleaseMemoryInfo, handle);
        return true;
    }

    private static unsafe OrtMemoryInfo CreateCpu()
    {
        nint info = 0;
        var create = (delegate* unmanaged<int, int, nint*, nint>)OrtCall.Function(OrtSlot.CreateCpuMemoryInfo);
        OrtCall.Check(create((int)OrtAllocatorType.DeviceAllocator, (int)OrtMemType.Cpu, &info));
        return new OrtMemoryInfo(info);
    }
}
