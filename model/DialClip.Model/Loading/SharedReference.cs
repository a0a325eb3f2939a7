namespace DialClip.Model.Loading;

/// <summary>A replaceable reference with leases: a replaced value is disposed when its last lease ends.</summary>
internal sealed class SharedReference<T> : IDisposable
    where T : class, IDisposable
{
    private readonly object sync = new();
    private Counted? current;
    private bool closed;

    /// <summary>Gets the value without a lease; only its identity may be read.</summary>
    public T? Current
    {
        get
        {
            lock (sync)
                return current?.Value;
        }
    }

    /// <summary>Acquires a lease on the value; null when there is none.</summary>
    public Lease? TryAcquire()
    {
        lock (sync)
            return current is null ? null : new(this, current.AddHolder());
    }

    /// <summary>Replaces the value; leases on the old one stay valid.</summary>
    public void Swap(T next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Counted? old;
        lock (sync)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            (old, current) = (current, new(next));
        }

        Release(old);
    }

    /// <summary>Releases the value and refuses another.</summary>
    public void Dispose()
    {
        Counted? old;
        lock (sync)
            (old, current, closed) = (current, null, true);
        Release(old);
    }

    private void Release(Counted? counted)
    {
        bool last;
        lock (sync)
            last = counted is not null && --counted.Holders == 0;
        // Outside of the lock: closing a model takes its time.
        if (last)
            counted!.Value.Dispose();
    }

    internal sealed class Lease(SharedReference<T> owner, Counted counted) : IDisposable
    {
        private Counted? held = counted;

        public T Value => held?.Value ?? throw new ObjectDisposedException(nameof(Lease));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref held, null) is { } value)
                owner.Release(value);
        }
    }

    internal sealed class Counted(T value)
    {
        public T Value { get; } = value;

        // The reference itself is the first holder.
        public int Holders { get; set; } = 1;

        public Counted AddHolder()
        {
            Holders++;
            return this;
        }
    }
}
