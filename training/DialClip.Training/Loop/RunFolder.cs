using System.Text.Json;

namespace DialClip.Training.Loop;

/// <summary>The folder of a training run: options, metrics and a checkpoint per stage.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private RunFolder(string path) => Path = path;

    /// <summary>Gets the folder's path.</summary>
    public string Path { get; }

    /// <summary>
    /// Creates a run with its options in run.json, or opens the run of the same options to resume it.
    /// </summary>
    /// <exception cref="InvalidDataException">The folder contains a run with other options, or no run.</exception>
    public static RunFolder Open<T>(string path, T options)
    {
        var file = System.IO.Path.Combine(path, "run.json");
        var requestedOptions = JsonSerializer.Serialize(options, Json);
        if (File.Exists(file))
        {
            var storedOptions = File.ReadAllText(file);
            if (storedOptions != requestedOptions)
                throw new InvalidDataException(
                    $"'{path}' contains a run with other options; found:\n{storedOptions}\n"
                        + $"expected:\n{requestedOptions}\nGive the same options to resume it, or name a new folder."
                );
            return new(path);
        }
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new InvalidDataException($"'{path}' is not empty and contains no run. Name a new folder.");
        Directory.CreateDirectory(path);
        File.WriteAllText(file, requestedOptions);
        return new(path);
    }

    /// <summary>Gets the path of a file of the run.</summary>
    public string GetPath(string name) => System.IO.Path.Combine(Path, name);
}
