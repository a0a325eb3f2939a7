using System.Runtime.InteropServices;
using DialClip.Shared.IO;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Bot.Storage;

/// <summary>Keeps state in a folder of this machine, one JSON file a key, safely for several processes at once.</summary>
/// <remarks>
/// Tags are compared as by the SDK's <see cref="MemoryStorage"/>: '*' writes over anything, any other tag must be the stored item's, and where no item is stored every write is taken.
/// Objects that are no <see cref="IStoreItem"/> have no tag, and the last writer wins. It differs in its limits of 4 MiB and 256 levels a value, in that
/// a list alone is no value, and in that values come back as JSON (JObject), never as the type that was written. So an object that an accessor of BotState gives is a copy: what is changed in it has to
/// be set again, and the SDK's dialogs, which do not, need a storage that writes types. Writes of several keys are made one after the other; those before a conflict stay.
/// </remarks>
public sealed class FileStorage : IStorage
{
    private readonly string folder;
    private readonly FileLocks locks;
    private readonly ILogger logger;

    /// <summary>Makes a storage of a folder, which the first write creates if need be.</summary>
    /// <param name="folder">The folder; nothing else may write there.</param>
    /// <param name="lockTimeout">How long a write waits for another process; 5 seconds when null.</param>
    /// <param name="time">The clock of that wait; the system's when null.</param>
    /// <param name="logger">What is told of files that hold nothing; none when null.</param>
    public FileStorage(string folder, TimeSpan? lockTimeout = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        this.folder = Path.GetFullPath(folder);
        this.logger = logger ?? NullLogger.Instance;
        locks = new FileLocks(lockTimeout ?? TimeSpan.FromSeconds(5), time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async Task<IDictionary<string, object>> ReadAsync(
        string[] keys,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(keys);
        var found = new Dictionary<string, object>(keys.Length);
        foreach (var key in keys)
            if (await ReadFileAsync(FileOf(key), cancellationToken).ConfigureAwait(false) is { } document)
                found[key] = document.ToValue(document.Write);
        return found;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An item's tag is neither '*' nor that of what is stored.</exception>
    /// <exception cref="InvalidDataException">What is stored cannot be read and stays as it is, or the new value is too large.</exception>
    public async Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var (key, value) in changes)
        {
            var file = FileOf(key);
            if (value is null)
                await DeleteFileAsync(file, cancellationToken).ConfigureAwait(false);
            else
                await WriteFileAsync(
                        file,
                        StorageDocument.Of(key, value, PlaceOf(file)),
                        (value as IStoreItem)?.ETag,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string[] keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
            await DeleteFileAsync(FileOf(key), cancellationToken).ConfigureAwait(false);
    }

    // Whatever the key holds, its name is a hash; of its UTF-16 units, so that two keys never share one.
    private string FileOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var name = Digest.Compute(MemoryMarshal.AsBytes(key.AsSpan())).ToString();
        return Path.Combine(folder, name[..2], name + ".json");
    }

    private static string PlaceOf(string file) => $"file '{file}'";

    private async Task WriteFileAsync(
        string file,
        StorageDocument document,
        string? tag,
        CancellationToken cancellationToken
    )
    {
        var bytes = document.ToBytes(PlaceOf(file));
        using var held = await locks.TakeAsync(Path.GetDirectoryName(file)!, cancellationToken).ConfigureAwait(false);
        // Read even when the tag does not matter: what cannot be read is never written over.
        var stored = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
        if (document.IsItem && stored is { IsItem: true } && tag != "*" && tag != stored.Write)
            throw StorageFault.Conflict(PlaceOf(file), tag, stored.Write);
        await AtomicFile.WriteAllBytesAsync(file, bytes, PrivateFile.Mode, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteFileAsync(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!File.Exists(file))
            return;
        using var held = await locks.TakeAsync(Path.GetDirectoryName(file)!, cancellationToken).ConfigureAwait(false);
        File.Delete(file);
    }

    private async Task<StorageDocument?> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // A writer may put another file in its place meanwhile; this one stays whole.
            using var stream = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                1,
                FileOptions.Asynchronous
            );
            if (stream.Length > StorageDocument.MaxBytes)
                throw StorageFault.TooLarge(PlaceOf(file), stream.Length);
            // What a file system may leave of a file after a power cut; there is nothing in it to lose.
            if (stream.Length == 0)
            {
                logger.StateEmpty(file);
                return null;
            }
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return StorageDocument.Parse(bytes, PlaceOf(file));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
