namespace DialClip.Artifacts.Stores;

/// <summary>A store of immutable files; paths are relative, with forward slashes.</summary>
public interface IArtifactStore
{
    /// <summary>Gets a description of the store for messages, without secrets.</summary>
    string Description { get; }

    /// <summary>
    /// Lists the paths of the files that begin with a prefix, in ordinal order; the empty prefix lists all.
    /// </summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Opens a file at its beginning.</summary>
    /// <exception cref="ArtifactException">The file is missing, or the store is unavailable.</exception>
    Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Creates a file from the rest of a stream, atomically; writing the same bytes again has no effect.
    /// </summary>
    /// <exception cref="ArtifactException">The path holds other bytes, or the store is unavailable.</exception>
    Task WriteAsync(string path, Stream content, CancellationToken cancellationToken);

    /// <summary>Determines whether a file exists.</summary>
    Task<bool> ExistsAsync(string path, CancellationToken cancellationToken);
}
