namespace Microsoft.Bot.Builder;

/// <summary>What belongs to one turn, by key or by type; keys ignore case.</summary>
public class TurnContextStateCollection : Dictionary<string, object>, IDisposable
{
    private bool disposed;

    public TurnContextStateCollection()
        : base(StringComparer.InvariantCultureIgnoreCase)
    {
    }

    /// <summary>Gets a value, or null where there is none of that type.</summary>
    public T Get<T>(string key)
        where T : class
    {
        RequireKey(key);
        return TryGetValue(key, out var value) ? value as T : null;
    }

    public T Get<T>()
        where T : class
        => Get<T>(typeof(T).FullName);

    /// <summary>Adds a value; a key that is there already is an <see cref="ArgumentException"/>.</summary>
    public void Add<T>(string key, T value)
        where T : class
    {
        RequireKey(key);
        ArgumentNullException.ThrowIfNull(value);
        base.Add(key, value);
    }

    public void Add<T>(T value)
        where T : class
        => Add(typeof(T).FullName, value);

    /// <summary>Adds or replaces a value, which may be null.</summary>
    public void Set<T>(string key, T value)
        where T : class
    {
        RequireKey(key);
        this[key] = value;
    }

    public void Set<T>(T value)
        where T : class
        => Set(typeof(T).FullName, value);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => disposed = true;

    private void RequireKey(string key)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(key);
    }
}
