using System.Globalization;

namespace DialClip.Shared.IO;

/// <summary>
/// Locks of folders by an open file in each, between the turns of this process and between processes. The system
/// releases those of a process that dies.
/// </summary>
/// <param name="timeout">The timeout of waiting for another holder.</param>
/// <param name="time">The clock of that wait.</param>
internal sealed class FolderLock(TimeSpan timeout, TimeProvider time)
{
    private const string LockFile = ".lock";
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private volatile bool isLockingProven;

    /// <summary>Waits for a folder, which is created if need be; disposing the result releases it.</summary>
    /// <exception cref="IOException">Another process or turn holds it too long, or nothing keeps locks.</exception>
    public async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
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
            if (time.GetElapsedTime(start) >= timeout)
            {
                var seconds = timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
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
            return new FileStream(file, GetWriteOptions(FileMode.OpenOrCreate));
        }
        // Windows: sharing violation; Unix: EWOULDBLOCK of flock, which is 11 on Linux and 35 on macOS and BSD.
        catch (IOException error)
            when (OperatingSystem.IsWindows() ? error.HResult == unchecked((int)0x80070020) : error.HResult is 11 or 35)
        {
            return null;
        }
    }

    /// <summary>Gets the options of a file that this process alone writes, and its user alone reads.</summary>
    public static FileStreamOptions GetWriteOptions(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFile;
        return options;
    }
}
