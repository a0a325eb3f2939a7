namespace SkiaSharp;

/// <summary>The base of what has to be disposed.</summary>
public abstract class SKObject : IDisposable
{
    /// <summary>Gets whether <see cref="Dispose()"/> was called.</summary>
    protected internal bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives up what the object holds.</summary>
    protected virtual void Dispose(bool disposing) => IsDisposed = true;
}
