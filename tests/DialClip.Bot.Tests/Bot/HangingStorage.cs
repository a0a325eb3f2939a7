using Microsoft.Bot.Builder;

namespace DialClip.Bot.Tests.Bot;

/// <summary>A storage that can be made to never answer, whatever its tokens say, or to fail.</summary>
internal sealed class HangingStorage : IStorage
{
    private readonly MemoryStorage inner = new();
    private int uses;

    /// <summary>Gets or sets whether operations never end.</summary>
    public bool Hangs { get; set; } = true;

    /// <summary>Gets or sets the number of operations after which the next ones never end.</summary>
    public int HangsAfter { get; set; } = int.MaxValue;

    /// <summary>Gets or sets whether operations fail at once.</summary>
    public bool Fails { get; set; }

    /// <summary>Gets the number of operations.</summary>
    public int Uses => uses;

    public Task<IDictionary<string, object>> ReadAsync(string[] keys, CancellationToken cancellationToken = default) =>
        RunAsync(() => inner.ReadAsync(keys, cancellationToken));

    public Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default) =>
        RunAsync(async () =>
        {
            await inner.WriteAsync(changes, cancellationToken);
            return 0;
        });

    public Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(keys, cancellationToken);

    private Task<T> RunAsync<T>(Func<Task<T>> operation)
    {
        if (Interlocked.Increment(ref uses) > HangsAfter || Hangs)
            return new TaskCompletionSource<T>().Task;
        return Fails ? Task.FromException<T>(new IOException("The storage is away.")) : operation();
    }
}
