using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using DialClip.Bot.Storage.Blobs;
using DialClip.Shared.IO;
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
/// A writer locks the key's subfolder by an open file. The system releases the lock of a process that dies, so the lock
/// file itself stays and means nothing. Files are readable by this process's user alone.
/// </para>
/// </remarks>
internal sealed partial class FileStorage : IStorage
{
    private const string LockFile = ".lock";
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ConcurrentDictionary<string, FolderLock> locks = new(StringComparer.Ordinal);
    private readonly string folder;
    private readonly TimeSpan lockTimeout;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    /// <summary>Creates a storage of a folder, which the first write creates if need be.</summary>
    /// <param name="folder">The folder; nothing else may write there.</param>
    /// <param name="lockTimeout">How long a write waits for another process; 5 seconds when null.</param>
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

    // A hash of the UTF-16 units, so that no two keys share one.
    private string GetPath(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var name = Digest.Compute(MemoryMarshal.AsBytes(key.AsSpan())).ToString();
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
        using var folderLock = await LockAsync(Path.GetDirectoryName(file)!, cancellationToken).ConfigureAwait(false);
        // Read even when the ETag does not matter: what cannot be read is never overwritten.
        var stored = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
        if (document.IsItem && stored is { IsItem: true } && tag != "*" && tag != stored.Write)
            throw StorageErrors.Conflict(Describe(file), tag, stored.Write);
        await AtomicFile.WriteAllBytesAsync(file, bytes, PrivateFile, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteFileAsync(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!File.Exists(file))
            return;
        using var folderLock = await LockAsync(Path.GetDirectoryName(file)!, cancellationToken).ConfigureAwait(false);
        File.Delete(file);
    }

    private async Task<StorageDocument?> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // A writer may replace the file meanwhile; the open one stays whole.
            using var stream = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                1,
                FileOptions.Asynchronous
            );
            if (stream.Length > StorageDocument.MaxBytes)
                throw StorageErrors.TooLarge(Describe(file), stream.Length);
            // A power cut may leave an empty file; there is nothing in it to lose.
            if (stream.Length == 0)
            {
                LogEmpty(logger, file);
                return null;
            }
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return StorageDocument.Parse(bytes, Describe(file));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // Waits for a folder, which is created if need be; disposing the result releases it.
    private async Task<IDisposable> LockAsync(string path, CancellationToken cancellationToken)
    {
        var folderLock = locks.GetOrAdd(path, _ => new FolderLock());
        await folderLock.Permit.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            folderLock.File = await OpenLockAsync(path, cancellationToken).ConfigureAwait(false);
            if (!folderLock.IsPrepared)
                Prepare(path, folderLock.File.Name);
            folderLock.IsPrepared = true;
            return folderLock;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    private async Task<FileStream> OpenLockAsync(string path, CancellationToken cancellationToken)
    {
        CreatePrivateFolder(path);
        var file = Path.Combine(path, LockFile);
        var start = time.GetTimestamp();
        for (var milliseconds = 1; ; milliseconds = Math.Min(2 * milliseconds, 20))
        {
            try
            {
                return new FileStream(file, GetLockOptions());
            }
            catch (IOException error) when (IsLocked(error))
            {
                if (time.GetElapsedTime(start) >= lockTimeout)
                {
                    var seconds = lockTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
                    throw new IOException(
                        $"Another process has held '{file}' for more than {seconds} seconds; nothing was written. "
                            + "Find what hangs there, or allow more time.",
                        error
                    );
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Once for each folder: checks that locks work, and removes what a process left that died while it wrote.
    private static void Prepare(string path, string lockFile)
    {
        try
        {
            using var second = new FileStream(lockFile, GetLockOptions());
        }
        catch (IOException error) when (IsLocked(error))
        {
            // Files are written under the lock only, so a temporary one is of a dead process.
            // The second pattern is that of earlier versions.
            foreach (var pattern in new[] { AtomicFile.TemporaryPrefix + "*", "*.json.*.tmp" })
            foreach (var temporary in Directory.EnumerateFiles(path, pattern))
                File.Delete(temporary);
            return;
        }
        throw new IOException(
            $"'{lockFile}' can be locked twice, so this file system, or .NET's setting System.IO.DisableFileLocking, "
                + "keeps no locks and writers would lose each other's changes. Keep the state on a local disk."
        );
    }

    private static FileStreamOptions GetLockOptions()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFile;
        return options;
    }

    private static void CreatePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, PrivateFile | UnixFileMode.UserExecute);
    }

    // Windows: sharing violation; Unix: EWOULDBLOCK of flock, which is 11 on Linux and 35 on macOS and BSD.
    private static bool IsLocked(IOException error) =>
        OperatingSystem.IsWindows() ? error.HResult == unchecked((int)0x80070020) : error.HResult is 11 or 35;

    [LoggerMessage(
        42,
        LogLevel.Error,
        "File '{File}' is empty, as a power cut may leave it; its key counts as one without a value."
    )]
    private static partial void LogEmpty(ILogger logger, string file);

    // Disposing releases it: writers of this process wait for the permit before they ask for the file.
    private sealed class FolderLock : IDisposable
    {
        public SemaphoreSlim Permit { get; } = new(1, 1);

        public FileStream? File { get; set; }

        public bool IsPrepared { get; set; }

        public void Dispose()
        {
            File?.Dispose();
            File = null;
            Permit.Release();
        }
    }
}
