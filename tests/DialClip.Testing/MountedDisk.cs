using System.Diagnostics;
using System.Globalization;

namespace DialClip.Testing;

/// <summary>A small disk in memory, mounted for a test, which can become full or read-only.</summary>
internal sealed class MountedDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Mounts a disk.</summary>
    /// <param name="kilobytes">Its size.</param>
    /// <exception cref="IOException">This process may not mount.</exception>
    public MountedDisk(int kilobytes)
    {
        try
        {
            var size = kilobytes.ToString(CultureInfo.InvariantCulture);
            Run("mount", "-t", "tmpfs", "-o", $"size={size}k", "tmpfs", Path);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Gets the path of its root.</summary>
    public string Path => folder.Path;

    /// <summary>Writes until it is full.</summary>
    public void Fill()
    {
        var name = System.IO.Path.Combine(Path, "fill");
        using var file = new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[1024]);
            }
        }
        catch (IOException)
        {
            // No space is left.
        }
    }

    /// <summary>Mounts it again, for reading only.</summary>
    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A file may still be open there.
        Run("umount", "--lazy", Path);
        folder.Dispose();
    }

    /// <summary>Determines whether this process may mount.</summary>
    public static bool IsPossible()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            using var disk = new MountedDisk(kilobytes: 64);
            return true;
        }
        catch (Exception error) when (error is IOException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"'{program} {string.Join(' ', arguments)}' failed: {said}");
    }
}
