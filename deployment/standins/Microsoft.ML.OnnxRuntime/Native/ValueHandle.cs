using System.Buffers;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Owns a native value and the pin of the managed memory that it lies over; both end together, by Dispose or by the finalizer.</summary>
internal sealed class ValueHandle : SafeHandle
{
    private MemoryHandle pin;

    /// <summary>Takes over a value.</summary>
    public ValueHandle(nint value, MemoryHandle pin = default)
        : base(0, ownsHandle: true)
    {
        this.pin = pin;
        SetHandle(value);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        // The value first: while it lives, the memory under it must not move.
        OrtCall.Release(OrtSlot.ReleaseValue, handle);
        pin.Dispose();
        return true;
    }
}
