using System.Diagnostics;

namespace DialClip.Testing;

/// <summary>Files that are no plain files, in place of what a test expects there.</summary>
internal static class SpecialFile
{
    /// <summary>Puts a named pipe without a writer at a path: whoever opens it waits for ever.</summary>
    public static void PutPipe(string path)
    {
        File.Delete(path);
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        if (made.ExitCode != 0)
            throw new IOException($"'mkfifo {path}' ended with {made.ExitCode}.");
    }

    /// <summary>Puts a file of many zeros at a path, which takes no room on the disk.</summary>
    public static void PutHuge(string path, long bytes)
    {
        using var file = new FileStream(path, FileMode.Create);
        file.SetLength(bytes);
    }

    /// <summary>Awaits what must not hang; the limit is only ever reached by what does.</summary>
    public static Task<T> FinishAsync<T>(Func<Task<T>> work) => Task.Run(work).WaitAsync(TimeSpan.FromSeconds(20));

    /// <inheritdoc cref="FinishAsync{T}"/>
    public static Task FinishAsync(Func<Task> work) => Task.Run(work).WaitAsync(TimeSpan.FromSeconds(20));
}
