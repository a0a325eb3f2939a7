using System.Collections.Concurrent;
using System.Globalization;
using DialClip.Shared.IO;

namespace DialClip.Bot.Storage;

/// <summary>Lets one writer at a time into a folder, of all processes of this machine.</summary>
/// <remarks>The system takes a lock from a process that dies, so the lock file itself stays and means nothing.</remarks>
internal sealed class FileLocks(TimeSpan patience, TimeProvider time)
{
    private const string LockFile = ".lock";

    private readonly ConcurrentDictionary<string, Gate> gates = new(StringComparer.Ordinal);

    /// <summary>Waits for a folder, which is created if need be.</summary>
    /// <returns>What ends the lock when disposed.</returns>
    /// <exception cref="IOException">Another process held it too long, or the folder's file system has no locks.</exception>
    public async Task<IDisposable> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        var gate = gates.GetOrAdd(folder, _ => new Gate());
        await gate.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            gate.File = await OpenAsync(folder, cancellationToken).ConfigureAwait(false);
            if (!gate.IsPrepared)
                Prepare(folder, gate.File.Name);
            gate.IsPrepared = true;
            return gate;
        }
        catch
        {
            gate.Dispose();
            throw;
        }
    }

    private async Task<FileStream> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(folder);
        var path = Path.Combine(folder, LockFile);
        var start = time.GetTimestamp();
        for (
            var wait = TimeSpan.FromMilliseconds(1);
            ;
            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, TimeSpan.TicksPerMillisecond * 20))
        )
        {
            try
            {
                return new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate));
            }
            catch (IOException error) when (IsHeld(error))
            {
                if (time.GetElapsedTime(start) >= patience)
                {
                    var seconds = patience.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
                    throw new IOException(
                        $"Another process has held '{path}' for more than {seconds} seconds; nothing was written. "
                            + "Find what hangs there, or allow more time.",
                        error
                    );
                }
            }
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Once a folder: is the lock one, and did a process die here while it wrote?
    private static void Prepare(string folder, string held)
    {
        try
        {
            using var second = new FileStream(held, PrivateFile.Options(FileMode.OpenOrCreate));
        }
        catch (IOException error) when (IsHeld(error))
        {
            // Files are written under the folder's lock only, so a temporary one is a dead process's.
            // The second pattern is what earlier versions left.
            foreach (var pattern in new[] { AtomicFile.TemporaryPrefix + "*", "*.json.*.tmp" })
            foreach (var left in Directory.EnumerateFiles(folder, pattern))
                File.Delete(left);
            return;
        }
        throw new IOException(
            $"'{held}' can be locked twice, so this file system, or .NET's setting System.IO.DisableFileLocking, keeps no locks and writers would lose each other's changes. Keep the state on a local disk."
        );
    }

    // Windows: sharing violation; Unix: EWOULDBLOCK of flock, which is 11 on Linux and 35 on macOS and BSD.
    private static bool IsHeld(IOException error) =>
        OperatingSystem.IsWindows() ? error.HResult == unchecked((int)0x80070020) : error.HResult is 11 or 35;

    // Disposing ends one use of it; the next one waits its turn in this process before it asks the others.
    private sealed class Gate : IDisposable
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public FileStream? File { get; set; }

        public bool IsPrepared { get; set; }

        public void Dispose()
        {
            File?.Dispose();
            File = null;
            Turn.Release();
        }
    }
}
