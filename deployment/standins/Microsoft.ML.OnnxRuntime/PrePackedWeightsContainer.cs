using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Holds weights in the layout of the kernels, so that several sessions share one copy; it must be used by all of them from their opening on.</summary>
public class PrePackedWeightsContainer : SafeHandle
{
    /// <summary>Makes an empty container.</summary>
    public PrePackedWeightsContainer()
        : base(0, ownsHandle: true) => SetHandle(OrtCall.Get(OrtSlot.CreatePrepackedWeightsContainer));

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleasePrepackedWeightsContainer, handle);
        return true;
    }
}
