using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using DialClip.Artifacts.Format;
using DialClip.Shared.IO;

namespace DialClip.Artifacts.Stores;

/// <summary>A store in a folder of this machine; paths and links that lead out of it are refused.</summary>
public sealed class FileArtifactStore : IArtifactStore
{
    private readonly string realRoot;

    /// <summary>Creates a store of a folder; the first write creates the folder when it does not exist.</summary>
    public FileArtifactStore(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        realRoot = RealPath.Resolve(Root);
    }

    /// <summary>Gets the folder's full path.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public string Description => $"folder '{Root}'";

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var parent = prefix[..(prefix.LastIndexOf('/') + 1)].TrimEnd('/');
        var start = parent.Length == 0 ? Root : Resolve(parent);
        if (!Directory.Exists(start))
            yield break;
        // Links are not listed: what they lead to has a path of its own where it is inside.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var paths = Directory
            .EnumerateFiles(start, "*", options)
            .Where(file => !Path.GetFileName(file).StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return path;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Open(path));
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var file = Resolve(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var hash = SHA256.Create();
        var created = await AtomicFile
            .TryCreateAsync(
                file,
                async (target, token) =>
                {
                    // Writes through to the target and hashes on the way: the source may be readable only once.
                    using var hashing = new CryptoStream(target, hash, CryptoStreamMode.Write, leaveOpen: true);
                    await content.CopyToAsync(hashing, token).ConfigureAwait(false);
                    await hashing.FlushFinalBlockAsync(token).ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (created)
            return;
        using var existing = Open(path);
        var digest = await SHA256.HashDataAsync(existing, cancellationToken).ConfigureAwait(false);
        if (!digest.AsSpan().SequenceEqual(hash.Hash))
            throw new ArtifactException(
                ArtifactFailure.Conflict,
                $"'{path}' in {Description} already holds other bytes, and what is published never changes. "
                    + "Publish under a new version."
            );
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(Resolve(path)));

    private Stream Open(string path)
    {
        try
        {
            return PlainFile.Open(
                Resolve(path),
                realRoot,
                size: null,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            );
        }
        catch (FileProblemException error) when (error.Problem.Reason == ArtifactFailure.Missing)
        {
            throw new ArtifactException(
                ArtifactFailure.Missing,
                $"There is no file '{path}' in {Description}. Correct the path, or publish what is missing.",
                error
            );
        }
        catch (FileProblemException error)
        {
            throw new ArtifactException(
                error.Problem.Reason,
                $"'{path}' in {Description} {error.Problem.Text}. Publish it again.",
                error
            );
        }
    }

    /// <summary>Gets the full path of a file or folder of the store.</summary>
    /// <exception cref="ArtifactException">The path leads out of the store.</exception>
    internal string Resolve(string path)
    {
        var full = Path.Combine(Root, ArtifactPath.Require(path).Replace('/', Path.DirectorySeparatorChar));
        return RealPath.IsWithin(RealPath.Resolve(full), realRoot)
            ? full
            : throw new ArtifactException(
                $"'{path}' leads out of {Description} through a link. Put the files themselves there."
            );
    }
}
