using System.Globalization;

namespace DialClip.Experiments.Events;

/// <summary>The JSON lines files of an experiment log.</summary>
public static class ExperimentLogFiles
{
    /// <summary>Finds the files of a log.</summary>
    /// <param name="path">
    /// The configured path of the log (its processes' files and the file itself), a folder (all <c>*.jsonl</c> in it),
    /// or a path with wildcards in its file name.
    /// </param>
    /// <returns>The files that exist, in the order of their names.</returns>
    public static IReadOnlyList<string> Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return Find(full, "*.jsonl");
        var (folder, name) = (Path.GetDirectoryName(full)!, Path.GetFileName(full));
        if (name.AsSpan().ContainsAny('*', '?'))
            return Find(folder, name);
        var processes = $"{Path.GetFileNameWithoutExtension(name)}.*{Path.GetExtension(name)}";
        return
        [
            .. File.Exists(full) ? [full] : Array.Empty<string>(),
            .. Find(folder, processes).Where(file => file != full),
        ];
    }

    /// <summary>Reads the events of a log in the order of their times.</summary>
    /// <param name="path">A path as in <see cref="Find(string)"/>.</param>
    /// <param name="onDamaged">
    /// Receives the lines that are no events and are left out, such as one that ends in its middle because the process
    /// was killed.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A file has lines, but no line of it is an event.</exception>
    public static IEnumerable<ExperimentEvent> Read(string path, Action<DamagedLine> onDamaged)
    {
        ArgumentNullException.ThrowIfNull(onDamaged);
        var files = FindAny(path);
        // One process wrote its file in order.
        return files.Count == 1
            ? ExperimentLogReader.Read(files[0], onDamaged)
            : files.SelectMany(file => ExperimentLogReader.Read(file, onDamaged)).OrderBy(item => item.Time);
    }

    /// <summary>Reads the events of a log file by file, as a stream: in order within a file alone.</summary>
    /// <param name="path">A path as in <see cref="Find(string)"/>.</param>
    /// <param name="onDamaged">As in <see cref="Read"/>.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A file has lines, but no line of it is an event.</exception>
    public static IEnumerable<ExperimentEvent> ReadUnordered(string path, Action<DamagedLine> onDamaged)
    {
        ArgumentNullException.ThrowIfNull(onDamaged);
        return FindAny(path).SelectMany(file => ExperimentLogReader.Read(file, onDamaged));
    }

    private static IReadOnlyList<string> FindAny(string path) =>
        Find(path) is { Count: > 0 } files
            ? files
            : throw new FileNotFoundException(
                $"There is no experiment log at '{path}'; expected a file, its processes' files, a folder or a "
                    + "pattern. See the setting 'DialClip:Experiments:Log'.",
                path
            );

    /// <summary>Gets the path of this process's file, without extension and number.</summary>
    internal static string GetProcessStem(string path)
    {
        var host = string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Path.ChangeExtension(Path.GetFullPath(path), $"{host}-{process}");
    }

    private static string[] Find(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
}
