using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The thread pools that all sessions of the process share.</summary>
public class OrtThreadingOptions : SafeHandle
{
    /// <summary>Makes the library's default options.</summary>
    public OrtThreadingOptions()
        : base(0, ownsHandle: true) => SetHandle(OrtCall.Get(OrtSlot.CreateThreadingOptions));

    /// <summary>Sets the number of threads across nodes; 0 lets the library choose.</summary>
    public int GlobalInterOpNumThreads
    {
        set => Set(OrtSlot.SetGlobalInterOpNumThreads, value);
    }

    /// <summary>Sets the number of threads within a node; 0 lets the library choose, 1 uses the calling thread only.</summary>
    public int GlobalIntraOpNumThreads
    {
        set => Set(OrtSlot.SetGlobalIntraOpNumThreads, value);
    }

    /// <summary>Sets whether idle threads spin for the next work.</summary>
    public bool GlobalSpinControl
    {
        set => Set(OrtSlot.SetGlobalSpinControl, value ? 1 : 0);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleaseThreadingOptions, handle);
        return true;
    }

    private void Set(OrtSlot slot, int value)
    {
        using var lease = new HandleLease(this);
        OrtCall.Set(slot, lease.Pointer, value);
    }
}
