using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DialClip.Artifacts.Stores;

namespace DialClip.Artifacts.Tests;

/// <summary>A remote store in memory that records what is written and can break.</summary>
internal sealed class MemoryStore : IArtifactStore
{
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public ConcurrentQueue<string> Written { get; } = new();

    public ConcurrentQueue<string> Opened { get; } = new();

    /// <summary>Gets or sets what happens before a file is read or written.</summary>
    public Action<string> Before { get; set; } = _ => { };

    public string Description => "memory";

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (
            var path in Files
                .Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
            yield return path;
        await Task.CompletedTask;
    }

    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        Before(path);
        Opened.Enqueue(path);
        return Files.TryGetValue(path, out var bytes)
            ? Task.FromResult<Stream>(new MemoryStream(bytes, writable: false))
            : throw new ArtifactException(ArtifactFailure.Missing, $"no '{path}'");
    }

    public async Task WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        Before(path);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        if (!Files.TryAdd(path, bytes.ToArray()) && !Files[path].SequenceEqual(bytes.ToArray()))
            throw new ArtifactException(ArtifactFailure.Conflict, $"other bytes at '{path}'");
        Written.Enqueue(path);
    }

    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(Files.ContainsKey(path));
}
