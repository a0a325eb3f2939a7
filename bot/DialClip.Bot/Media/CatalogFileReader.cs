using System.Collections.Concurrent;
using DialClip.Artifacts;
using DialClip.Model.Indexing;
using DialClip.Shared.IO;
using Microsoft.Extensions.Logging;

namespace DialClip.Bot.Media;

/// <summary>
/// Reads catalogs' picture files. One that cannot be read or does not verify is logged once and not touched again for a
/// while, whoever asks for it; several who ask for one file at the same time share one reading.
/// </summary>
internal sealed class CatalogFileReader(TimeProvider time, ILogger<CatalogFileReader> logger)
{
    private const int MaxRemembered = 10_000;

    // How long a file that failed is left alone, and how long somebody waits for a disk that hangs.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly object sync = new();
    private readonly Dictionary<Key, Failure> failures = [];
    private readonly ConcurrentDictionary<Key, Lazy<Task<byte[]>>> readings = new();

    /// <summary>Gets the reading of a listed file, verified.</summary>
    /// <value>The default is <see cref="ArtifactFolder.ReadFile"/>.</value>
    public Func<ArtifactFolder, string, byte[]> ReadVerified { private get; init; } =
        static (folder, file) => folder.ReadFile(file);

    /// <summary>Throws for a file that failed a short while ago, without touching it.</summary>
    /// <exception cref="ArtifactException">The file failed; the message is that of the failure.</exception>
    public void RequireReadable(Catalog catalog, string file)
    {
        lock (sync)
            if (FindFailure(new(catalog.Digest, file)) is { } failure)
                throw new ArtifactException(failure.Reason, failure.Message);
    }

    /// <summary>Reads a file, verified.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged, or was a short while ago.</exception>
    public byte[] Read(Catalog catalog, string file)
    {
        RequireReadable(catalog, file);
        try
        {
            return ReadVerified(catalog.Folder, file);
        }
        catch (ArtifactException error)
        {
            Remember(new(catalog.Digest, file), error);
            throw;
        }
    }

    /// <summary>Reads a file, verified; a disk that hangs ends the wait and counts as a failure.</summary>
    /// <exception cref="ArtifactException">The file is missing or damaged, or was a short while ago.</exception>
    public async Task<byte[]> ReadAsync(Catalog catalog, string file, CancellationToken cancellationToken)
    {
        RequireReadable(catalog, file);
        var key = new Key(catalog.Digest, file);
        var reading = readings.GetOrAdd(key, _ => new(() => ReadOnceAsync(catalog.Folder, key).IgnoreLateFault()));
        try
        {
            return await reading.Value.WaitAsync(Timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            var hangs = new ArtifactException(
                ArtifactFailure.Unavailable,
                $"'{file}' in '{catalog.Folder.LocalPath}' could not be read within {Timeout.TotalSeconds} s. Check "
                    + "the disk.",
                error
            );
            Remember(key, hangs);
            throw hangs;
        }
        catch (ArtifactException error)
        {
            Remember(key, error);
            throw;
        }
    }

    // On a thread of its own, which is all that a disk that hangs can hold.
    private async Task<byte[]> ReadOnceAsync(ArtifactFolder folder, Key key)
    {
        try
        {
            return await Task.Run(() => ReadVerified(folder, key.File)).ConfigureAwait(false);
        }
        finally
        {
            readings.TryRemove(key, out _);
        }
    }

    private void Remember(Key key, ArtifactException error)
    {
        lock (sync)
        {
            if (FindFailure(key) is not null)
                return;
            if (failures.Count >= MaxRemembered)
                foreach (var old in failures.OrderBy(failure => failure.Value.At).Take(MaxRemembered / 2).ToList())
                    failures.Remove(old.Key);
            failures[key] = new(error.Reason, error.Message, time.GetTimestamp());
        }

        logger.PictureUnreadable(new($"{Digest.Abbreviate(key.Catalog)}/{key.File}"), new(error.Message));
    }

    // Within the lock.
    private Failure? FindFailure(Key key) =>
        failures.TryGetValue(key, out var failure) && time.GetElapsedTime(failure.At) < RetryAfter ? failure : null;

    private readonly record struct Key(string Catalog, string File);

    private sealed record Failure(ArtifactFailure Reason, string Message, long At);
}
