using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The options of CUDA's execution provider.</summary>
public class OrtCUDAProviderOptions : SafeHandle
{
    /// <summary>Makes the provider's default options.</summary>
    /// <exception cref="OnnxRuntimeException">The provider's library is not installed.</exception>
    public OrtCUDAProviderOptions()
        : base(0, ownsHandle: true) => SetHandle(OrtCall.Get(OrtSlot.CreateCudaProviderOptions));

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Sets options by name, such as "device_id" or "gpu_mem_limit".</summary>
    public unsafe void UpdateOptions(Dictionary<string, string> providerOptions)
    {
        ArgumentNullException.ThrowIfNull(providerOptions);
        using var lease = new HandleLease(this);
        var keys = providerOptions.Keys.Select(Pinned).ToArray();
        var values = providerOptions.Values.Select(Pinned).ToArray();
        var keyTexts = Array.ConvertAll(keys, Address);
        var valueTexts = Array.ConvertAll(values, Address);
        fixed (nint* first = keyTexts, second = valueTexts)
        {
            var update = (delegate* unmanaged<nint, nint*, nint*, nint, nint>)OrtCall.Function(OrtSlot.UpdateCudaProviderOptions);
            OrtCall.Check(update(lease.Pointer, first, second, keys.Length));
        }

        GC.KeepAlive(keys);
        GC.KeepAlive(values);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleaseCudaProviderOptions, handle);
        return true;
    }

    private static byte[] Pinned(string text)
    {
        var bytes = OrtCall.Utf8(text);
        var pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        return pinned;
    }

    private static nint Address(byte[] pinned) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
