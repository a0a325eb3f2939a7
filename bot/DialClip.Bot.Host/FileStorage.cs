using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DialClip.Bot.Storage;
using DialClip.Bot.Storage.Blobs;
using Microsoft.Bot.Builder;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialClip.Bot.Host;

/// <summary>Storage in a folder of this machine: one JSON file for each key, safe for several processes.</summary>
/// <remarks>
/// <para>
/// ETags, limits and the form of values are those of <see cref="BlobStorage"/>. Objects that are no
/// <see cref="IStoreItem"/> have no ETag, and the last writer wins.
/// </para>
/// <para>
/// A writer locks the key's subfolder by an open file, writes to a temporary one there, and renames it. The system
/// releases the lock of a process that dies, and the next writer overwrites what it left. Files are readable by this
/// process's user alone.
/// </para>
/// </remarks>
internal sealed partial class FileStorage : IListableStorage
{
    private const string LockFile = ".lock";
    private const string TemporaryFile = ".partial";
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string folder;
    private readonly TimeSpan lockTimeout;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private volatile bool isLockingProven;

    /// <summary>Creates a storage of a folder, which the first write creates if need be.</summary>
    /// <param name="folder">The folder; nothing else may write there.</param>
    /// <param name="lockTimeout">The timeout of waiting for another writer; 5 seconds when null.</param>
    /// <param name="time">The clock of that wait; the system's when null.</param>
    /// <param name="logger">The logger of empty files; none when null.</param>
    public FileStorage(string folder, TimeSpan? lockTimeout = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        this.folder = Path.GetFullPath(folder);
        this.lockTimeout = lockTimeout ?? TimeSpan.FromSeconds(5);
        this.time = time ?? TimeProvider.System;
        this.logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public async Task<IDictionary<string, object>> ReadAsync(
        string[] keys,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(keys);
        var values = new Dictionary<string, object>(keys.Length);
        foreach (var key in keys)
            if (await ReadFileAsync(GetPath(key), cancellationToken).ConfigureAwait(false) is { } document)
                values[key] = document.ToValue(document.Write);
        return values;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">An item's tag is neither '*' nor that of what is stored.</exception>
    /// <exception cref="InvalidDataException">
    /// What is stored cannot be read and stays as it is, or the new value is too large.
    /// </exception>
    public async Task WriteAsync(IDictionary<string, object> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var (key, value) in changes)
        {
            var file = GetPath(key);
            if (value is null)
                await DeleteFileAsync(file, cancellationToken).ConfigureAwait(false);
            else
                await WriteFileAsync(
                        file,
                        StorageDocument.Create(key, value, Describe(file)),
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
            await DeleteFileAsync(GetPath(key), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>The time of the file is that of the write. A file that cannot be read is left out.</remarks>
    public async IAsyncEnumerable<StoredEntry> ListAsync(
        string prefix,
        DateTimeOffset? writtenBefore,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.json", SearchOption.AllDirectories))
        {
            DateTimeOffset written = file.LastWriteTimeUtc;
            if (writtenBefore is not null && written >= writtenBefore)
                continue;
            if (
                await TryReadFileAsync(file.FullName, cancellationToken).ConfigureAwait(false) is { } document
                && document.Key.StartsWith(prefix, StringComparison.Ordinal)
            )
                yield return new(document.Key, written, document.Write);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryDeleteAsync(StoredEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var file = GetPath(entry.Key);
        if (!File.Exists(file))
            return false;
        using var held = await LockAsync(Path.GetDirectoryName(file)!, cancellationToken).ConfigureAwait(false);
        if ((await ReadFileAsync(file, cancellationToken).ConfigureAwait(false))?.Write != entry.Tag)
            return false;
        File.Delete(file);
        return true;
    }

    // A damaged file says nothing about the others.
    private async Task<StorageDocument?> TryReadFileAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // A hash of the UTF-16 units, so that no two keys share one.
    private string GetPath(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var name = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan())));
        return Path.Combine(folder, name[..2], name + ".json");
    }

    private static string Describe(string file) => $"file '{file}'";

    private async Task WriteFileAsync(
        string file,
        StorageDocument document,
        string? tag,
        CancellationToken cancellationToken
    )
    {
        var bytes = document.ToBytes(Describe(file));
        var subfolder = Path.GetDirectoryName(file)!;
        using var held = await LockAsync(subfolder, cancellationToken).ConfigureAwait(false);
        // Read even when the ETag does not matter: what cannot be read is never overwritten.
        var stored = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
        if (document.IsItem && stored is { IsItem: true } && tag != "*" && tag != stored.Write)
            throw StorageDocument.CreateConflict(Describe(file), tag, stored.Write);
        var temporary = Path.Combine(subfolder, TemporaryFile);
        // Whatever lies there is none of ours to write into: opening a pipe waits for ever, and a link leads elsewhere.
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, GetOptions(FileMode.CreateNew, FileAccess.Write)))
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            // Without it, a power cut could leave the name without the bytes.
            stream.Flush(flushToDisk: true);
        }
#pragma warning disable RS0030 // The temporary file is whole and on disk.
        File.Move(temporary, file, overwrite: true);
#pragma warning restore RS0030
    }

    private async Task DeleteFileAsync(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!File.Exists(file))
            return;
        using var held = await LockAsync(Path.GetDirectoryName(file)!, cancellationToken).ConfigureAwait(false);
        File.Delete(file);
    }

    private async Task<StorageDocument?> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // A power cut may leave an empty file; there is nothing in it to lose. Opening a pipe waits for ever, and a
            // device has no end; neither has a size, so what has none is not opened. The size of a link is its own.
            var info = new FileInfo(file);
            if (((FileInfo?)info.ResolveLinkTarget(returnFinalTarget: true) ?? info).Length == 0)
            {
                LogEmpty(logger, file);
                return null;
            }
            // A writer may replace the file meanwhile; the open one stays whole.
            using var stream = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                1,
                FileOptions.Asynchronous
            );
            return await StorageDocument.ReadAsync(stream, Describe(file), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing is stored under the key.
        }
        return null;
    }

    // Waits for a subfolder, which is created if need be; disposing the result releases it.
    private async Task<IDisposable> LockAsync(string path, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, PrivateFile | UnixFileMode.UserExecute);
        var file = Path.Combine(path, LockFile);
        var start = time.GetTimestamp();
        for (var milliseconds = 1; ; milliseconds = Math.Min(2 * milliseconds, 20))
        {
            if (TryLock(file) is { } held)
            {
                if (!isLockingProven && TryLock(file) is { } second)
                {
                    second.Dispose();
                    held.Dispose();
                    throw new IOException(
                        $"'{file}' can be locked twice, so this file system, or .NET's setting "
                            + "System.IO.DisableFileLocking, keeps no locks and writers would lose each other's "
                            + "changes. Keep the state on a local disk."
                    );
                }
                isLockingProven = true;
                return held;
            }
            if (time.GetElapsedTime(start) >= lockTimeout)
            {
                var seconds = lockTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
                throw new IOException(
                    $"Another process or turn has held '{file}' for more than {seconds} seconds; nothing was written. "
                        + "Find what hangs there, or allow more time."
                );
            }
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            // Opening a pipe only to write waits until somebody reads; opening it for both does not.
            var held = new FileStream(file, GetOptions(FileMode.OpenOrCreate, FileAccess.ReadWrite));
            if (held.CanSeek)
                return held;
            held.Dispose();
            throw new IOException(
                $"'{file}' is a pipe or a device, expected a file, so nothing was written. Remove it; the next write "
                    + "creates the file."
            );
        }
        // Windows: sharing violation; Unix: EWOULDBLOCK of flock, which is 11 on Linux and 35 on macOS and BSD.
        catch (IOException error)
            when (OperatingSystem.IsWindows() ? error.HResult == unchecked((int)0x80070020) : error.HResult is 11 or 35)
        {
            return null;
        }
    }

    private static FileStreamOptions GetOptions(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFile;
        return options;
    }

    [LoggerMessage(
        42,
        LogLevel.Error,
        "File '{File}' is empty, as a power cut may leave it, or is no file; its key counts as one without a value."
    )]
    private static partial void LogEmpty(ILogger logger, string file);
}
