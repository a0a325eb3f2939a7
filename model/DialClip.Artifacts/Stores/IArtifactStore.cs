namespace DialClip.Artifacts.Stores;

/// <summary>A place of files that are written once and never changed; paths are relative, with forward slashes.</summary>
public interface IArtifactStore
{
    /// <summary>Gets where the store is, for messages, without secrets.</summary>
    string Description { get; }

    /// <summary>Gets the paths of the files that begin with a prefix, in ordinal order; the empty prefix gives all.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Opens a file at its beginning.</summary>
    /// <exception cref="ArtifactException">It is missing, or the store is unavailable.</exception>
    Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Creates a file from a stream's rest, all of it or nothing; writing the same bytes again changes nothing.</summary>
    /// <exception cref="ArtifactException">The path holds other bytes, or the store is unavailable.</exception>
    Task WriteAsync(string path, Stream content, CancellationToken cancellationToken);

    /// <summary>Gets whether a file is there.</summary>
    Task<bool> ExistsAsync(string path, CancellationToken cancellationToken);
}
