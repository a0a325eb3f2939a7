namespace Microsoft.ML.OnnxRuntime;

/// <summary>Leases on any number of values for the time of a call.</summary>
internal sealed class HandleLeases : IDisposable
{
    private readonly ValueHandle[] handles;
    private int held;

    /// <summary>Takes the leases; where one cannot be had, those already taken end.</summary>
    public HandleLeases(IReadOnlyCollection<OrtValue> values)
    {
        handles = new ValueHandle[values.Count];
        Pointers = new nint[values.Count];
        try
        {
            foreach (var value in values)
            {
                ArgumentNullException.ThrowIfNull(value, nameof(values));
                var handle = value.Handle;
                ObjectDisposedException.ThrowIf(handle.IsClosed, value);
                var added = false;
                handle.DangerousAddRef(ref added);
                handles[held] = handle;
                Pointers[held++] = handle.DangerousGetHandle();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the native pointers in the order of the values.</summary>
    public nint[] Pointers { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (held > 0)
            handles[--held].DangerousRelease();
    }
}
