using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Keeps a native object alive for the time of a call, whatever another thread or the finalizer does meanwhile.</summary>
internal readonly ref struct HandleLease
{
    private readonly SafeHandle handle;

    /// <summary>Takes the lease.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed.</exception>
    public HandleLease(SafeHandle? handle, object? owner = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ObjectDisposedException.ThrowIf(handle.IsClosed || handle.IsInvalid, owner ?? handle);
        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
        }
        catch (ObjectDisposedException)
        {
            // Somebody disposed it since the check; the caller knows the owner, not the handle.
            throw new ObjectDisposedException((owner ?? handle).GetType().FullName);
        }
        this.handle = handle;
    }

    /// <summary>Gets the native pointer.</summary>
    public nint Pointer => handle.DangerousGetHandle();

    /// <summary>Ends the lease.</summary>
    public void Dispose() => handle.DangerousRelease();
}
