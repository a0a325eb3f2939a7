using System.Security.Cryptography;
using DialClip.Artifacts.Format;
using DialClip.Shared.IO;

namespace DialClip.Artifacts;

/// <summary>Reads a folder's files as its manifest lists them: no more bytes, and none of another SHA-256.</summary>
/// <param name="folder">The folder.</param>
/// <param name="realRoot">The folder, without links, that all files have to lie in.</param>
/// <param name="manifest">The manifest.</param>
/// <param name="isCopy">Whether the folder is a copy of a remote store's, which can be fetched again.</param>
internal sealed class ArtifactVerifier(string folder, string realRoot, ArtifactManifest manifest, bool isCopy)
{
    private const int Block = 81_920;

    /// <summary>Gets the path of a listed file in a folder on this machine.</summary>
    public static string GetPath(string folder, ArtifactFile file) =>
        Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Verifies size and SHA-256 of every file, or of those outside media/.</summary>
    /// <exception cref="ArtifactException">
    /// At least one file is missing or damaged; ten are named and the others counted.
    /// </exception>
    public async Task RequireAsync(bool withMedia, CancellationToken cancellationToken)
    {
        var errors = new FileErrors();
        foreach (var file in manifest.Files.Where(file => withMedia || !ArtifactPath.IsMedia(file.Path)))
            errors.Add(file, await FindProblemAsync(file, cancellationToken).ConfigureAwait(false));
        errors.ThrowIfAny(folder, manifest, isCopy);
    }

    /// <summary>Checks existence and size of the files under media/, without reading them.</summary>
    /// <exception cref="ArtifactException">
    /// At least one file is missing or of another size; ten are named and the others counted.
    /// </exception>
    public void RequireMedia()
    {
        var errors = new FileErrors();
        foreach (var file in manifest.Files.Where(file => ArtifactPath.IsMedia(file.Path)))
            errors.Add(file, PlainFile.FindProblem(GetPath(folder, file), realRoot, file.Size));
        errors.ThrowIfAny(folder, manifest, isCopy);
    }

    /// <summary>Opens a listed file, whose size is right and whose bytes are not verified.</summary>
    /// <exception cref="ArtifactException">The file is missing, of another size or no plain file.</exception>
    public Stream Open(ArtifactFile file, FileOptions options = FileOptions.None) =>
        Explain(file, () => PlainFile.Open(GetPath(folder, file), realRoot, file.Size, options));

    /// <summary>Reads a file and verifies its size and SHA-256.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged.</exception>
    public byte[] Read(ArtifactFile file)
    {
        using var content = Open(file, FileOptions.SequentialScan);
        var bytes = new byte[RequireReadable(file)];
        var read = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Verify(file, bytes, read, isMore: content.ReadByte() >= 0);
    }

    /// <inheritdoc cref="Read"/>
    public async Task<byte[]> ReadAsync(ArtifactFile file, CancellationToken cancellationToken)
    {
        var content = Open(file, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[RequireReadable(file)];
            var read = await content
                .ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            var more = await content.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            return Verify(file, bytes, read, isMore: more > 0);
        }
    }

    /// <summary>Copies a file's bytes and verifies their number and SHA-256.</summary>
    /// <exception cref="ArtifactException">
    /// The file is missing or damaged; what was copied so far is not to be used.
    /// </exception>
    public void Copy(ArtifactFile file, Stream target)
    {
        using var content = Open(file, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[Block];
        long size = 0;
        for (int read; size <= file.Size && (read = content.Read(block)) > 0; size += read)
        {
            hash.AppendData(block, 0, read);
            target.Write(block, 0, read);
        }

        Require(
            file,
            FileProblem.Compare(size, file.Size) ?? FileProblem.Compare(Digest.Finish(hash).ToString(), file.Sha256)
        );
    }

    private async Task<FileProblem?> FindProblemAsync(ArtifactFile file, CancellationToken cancellationToken)
    {
        try
        {
            var content = PlainFile.Open(
                GetPath(folder, file),
                realRoot,
                file.Size,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            );
            await using (content.ConfigureAwait(false))
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var block = new byte[Block];
                long size = 0;
                // A file that grows meanwhile is not read to an end that may never come.
                for (
                    int read;
                    size <= file.Size
                        && (read = await content.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;
                    size += read
                )
                    hash.AppendData(block, 0, read);
                return FileProblem.Compare(size, file.Size)
                    ?? FileProblem.Compare(Digest.Finish(hash).ToString(), file.Sha256);
            }
        }
        catch (FileProblemException error)
        {
            return error.Problem;
        }
    }

    private byte[] Verify(ArtifactFile file, byte[] bytes, int read, bool isMore)
    {
        Require(
            file,
            FileProblem.Compare(read + (isMore ? 1L : 0), file.Size)
                ?? FileProblem.Compare(Digest.Compute(bytes).ToString(), file.Sha256)
        );
        return bytes;
    }

    private long RequireReadable(ArtifactFile file)
    {
        if (file.Size > Array.MaxLength)
            Require(
                file,
                new(ArtifactFailure.Invalid, $"has {file.Size} bytes, and at most {Array.MaxLength} are read at once")
            );
        return file.Size;
    }

    private T Explain<T>(ArtifactFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FileProblemException error)
        {
            Require(file, error.Problem);
            throw;
        }
    }

    private void Require(ArtifactFile file, FileProblem? problem)
    {
        var errors = new FileErrors();
        errors.Add(file, problem);
        errors.ThrowIfAny(folder, manifest, isCopy);
    }
}
