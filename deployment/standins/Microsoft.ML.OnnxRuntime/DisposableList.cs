namespace Microsoft.ML.OnnxRuntime;

/// <summary>The list of a run's results.</summary>
internal sealed class DisposableList<T> : List<T>, IDisposableReadOnlyCollection<T>
    where T : IDisposable
{
    public DisposableList(int capacity)
        : base(capacity)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var i = Count - 1; i >= 0; i--)
            this[i].Dispose();
        Clear();
    }
}
