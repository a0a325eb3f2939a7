using DialClip.Shared.Erasure;

namespace DialClip.Training.Erasure;

/// <summary>
/// The records in a folder of the sample host's file storage. Changes take the storage's own locks, so hosts may run.
/// </summary>
/// <param name="folder">The folder: the setting 'DialClip:Storage:Path'.</param>
/// <param name="time">The clock of the wait for a lock.</param>
internal sealed class RecordFolder(string folder, TimeProvider time)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Erases from all records whose key begins with a prefix.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="erase">Gets what is left of a record's JSON and features.</param>
    /// <param name="cancellationToken">Ends the work between two files.</param>
    /// <returns>The findings, one a record; and the files that hold no JSON and were left alone.</returns>
    public async Task<(List<UserErasure.Finding> Findings, List<string> Unread)> EraseAsync(
        string prefix,
        RecordErasure erase,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException(
                $"There is no folder '{folder}'; expected the one of the setting 'DialClip:Storage:Path'."
            );
        var (findings, unread) = (new List<UserErasure.Finding>(), new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var held = await LockAsync(Path.GetDirectoryName(file)!, cancellationToken).ConfigureAwait(false);
            if (!File.Exists(file))
                continue;
            // Opening a pipe waits for ever; it has no size.
            if (new FileInfo(file).Length == 0)
            {
                unread.Add(file);
                continue;
            }
            var text = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
            if (RecordDocument.Parse(text) is not { } document)
                unread.Add(file);
            else if (document.Key.StartsWith(prefix, StringComparison.Ordinal))
                findings.Add(Erase(file, document, erase));
        }
        return (findings, unread);
    }

    private static UserErasure.Finding Erase(string file, RecordDocument document, RecordErasure erase)
    {
        var (finding, changed) = document.Erase(erase);
        if (finding == UserErasure.Finding.Whole)
            File.Delete(file);
        if (changed is null)
            return finding;
        var temporary = Path.Combine(Path.GetDirectoryName(file)!, ".partial");
        using (var stream = Open(temporary, FileMode.Create))
        {
            stream.Write(changed);
            stream.Flush(flushToDisk: true);
        }
#pragma warning disable RS0030 // The temporary file is whole and on disk.
        File.Move(temporary, file, overwrite: true);
#pragma warning restore RS0030
        return finding;
    }

    private async Task<FileStream> LockAsync(string subfolder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(subfolder, ".lock");
        for (var start = time.GetTimestamp(); ; )
        {
            try
            {
                return Open(file, FileMode.OpenOrCreate);
            }
            catch (IOException) when (time.GetElapsedTime(start) < LockTimeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file, options);
    }
}
