namespace DialClip.Model.Loading;

/// <summary>
/// The right to use a model: it stays open until the lease is disposed, whatever is swapped in meanwhile.
/// </summary>
public sealed class ModelLease : IDisposable
{
    private readonly SharedReference<LoadedModel>.Lease lease;

    internal ModelLease(SharedReference<LoadedModel>.Lease lease) => this.lease = lease;

    /// <summary>Gets the model.</summary>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public LoadedModel Model => lease.Value;

    /// <inheritdoc/>
    public void Dispose() => lease.Dispose();
}
