using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>An allocator of tensor memory; here only the default one, of the CPU, which lives as long as the process.</summary>
public class OrtAllocator : SafeHandle
{
    private static readonly Lazy<OrtAllocator> Default = new(() => new OrtAllocator(OrtCall.Get(OrtSlot.GetAllocatorWithDefaultOptions)));

    private OrtAllocator(nint allocator)
        : base(allocator, ownsHandle: false)
    {
    }

    /// <summary>Gets the default allocator of the CPU.</summary>
    public static OrtAllocator DefaultInstance => Default.Value;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    internal static nint DefaultPointer => Default.Value.handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => true;
}
