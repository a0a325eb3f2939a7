using System.Text.Json;

namespace DialClip.Training.Loop;

/// <summary>The folder of one training run: its options, and a checkpoint for each stage.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private RunFolder(string path) => Path = path;

    /// <summary>Gets where it lies.</summary>
    public string Path { get; }

    /// <summary>Opens a run: a new one keeps its options, an interrupted one goes on when it was started with the same.</summary>
    /// <exception cref="InvalidDataException">The folder holds a run with other options, or something else.</exception>
    public static RunFolder Open<T>(string path, T options)
    {
        var file = System.IO.Path.Combine(path, "run.json");
        var wanted = JsonSerializer.Serialize(options, Json);
        if (File.Exists(file))
        {
            var found = File.ReadAllText(file);
            if (found != wanted)
                throw new InvalidDataException(
                    $"'{path}' holds a run with other options; found:\n{found}\nexpected:\n{wanted}\nGive the same options to go on with it, or name a new folder."
                );
            return new(path);
        }
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new InvalidDataException($"'{path}' is not empty and holds no run. Name a new folder.");
        Directory.CreateDirectory(path);
        File.WriteAllText(file, wanted);
        return new(path);
    }

    /// <summary>Gets the path of a file of the run.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name);
}
