using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Owns a native session, and keeps alive what must outlive it: the environment and the container of prepacked weights.</summary>
internal sealed class SessionHandle : SafeHandle
{
    private readonly SafeHandle[] needed;

    /// <summary>Makes the session by <paramref name="create"/>, which gets the environment's pointer and the container's, 0 for none.</summary>
    public SessionHandle(PrePackedWeightsContainer? container, Func<nint, nint, nint> create)
        : base(0, ownsHandle: true)
    {
        SafeHandle environment = OrtEnv.Instance();
        needed = container is null ? [environment] : [environment, container];
        var held = 0;
        try
        {
            for (; held < needed.Length; held++)
            {
                ObjectDisposedException.ThrowIf(needed[held].IsClosed, needed[held]);
                var added = false;
                needed[held].DangerousAddRef(ref added);
            }

            SetHandle(create(environment.DangerousGetHandle(), container?.DangerousGetHandle() ?? 0));
        }
        catch
        {
            while (held > 0)
                needed[--held].DangerousRelease();
            throw;
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OrtCall.Release(OrtSlot.ReleaseSession, handle);
        foreach (var other in needed)
            other.DangerousRelease();
        return true;
    }
}
