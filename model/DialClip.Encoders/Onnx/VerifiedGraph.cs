using DialClip.Artifacts;
using DialClip.Shared.Errors;
using Microsoft.ML.OnnxRuntime;

namespace DialClip.Encoders.Onnx;

/// <summary>The verified bytes of a graph and, in files of their own, of the weights that it keeps there.</summary>
/// <remarks>
/// A graph is handed to ONNX Runtime as bytes in memory. Weights beside it may be too large for that, and ONNX Runtime
/// maps their file for as long as the graph is open: it gets a copy in a temporary folder that only this process's user
/// may read. So whatever becomes of the artifact's files, what runs is what was verified.
/// </remarks>
internal sealed class VerifiedGraph : IDisposable
{
    private readonly string name;
    private readonly byte[] bytes;
    private readonly string? copy;

    private VerifiedGraph(string path, string name, byte[] bytes, string? copy) =>
        (Path, this.name, this.bytes, this.copy) = (path, name, bytes, copy);

    /// <summary>Gets the graph's path in its artifact, for messages.</summary>
    public string Path { get; }

    /// <summary>Reads a graph of an artifact.</summary>
    /// <exception cref="ArtifactException">
    /// A file is missing or damaged, or the graph takes weights from a file that the manifest does not list.
    /// </exception>
    public static VerifiedGraph Read(ArtifactFolder folder, string name)
    {
        var path = System.IO.Path.Combine(folder.LocalPath, name);
        var bytes = folder.ReadFile(name);
        var locations = FindLocations(bytes, path);
        var unlisted = ErrorText.Join(
            locations
                .Where(location => !folder.Manifest.Contains(location))
                .Select(location => $"'{ErrorText.ToValue(location)}'"),
            ", "
        );
        if (unlisted.Length > 0)
            throw new ArtifactException(
                $"Graph '{path}' takes weights from {unlisted}, which its manifest does not list, so nothing says "
                    + "whether they are the right ones. Export it again with 'dialclip export' or 'dialclip import', "
                    + "with all its files in one folder."
            );
        return new(path, name, bytes, locations.Count == 0 ? null : Copy(folder, name, bytes, locations));
    }

    /// <summary>Opens the graph.</summary>
    public InferenceSession Open(SessionOptions options) =>
        copy is null ? new(bytes, options) : new(System.IO.Path.Combine(copy, name), options);

    /// <summary>Removes the copy; a second call does nothing. On Windows the graph has to be closed before.</summary>
    public void Dispose()
    {
        if (copy is not null && Directory.Exists(copy))
            Directory.Delete(copy, recursive: true);
    }

    private static IReadOnlySet<string> FindLocations(byte[] graph, string path)
    {
        try
        {
            return ExternalData.FindLocations(graph);
        }
        catch (InvalidDataException error)
        {
            throw new ArtifactException(
                $"'{path}' does not open as an ONNX graph: {error.Message}. Export it again with 'dialclip export'.",
                error
            );
        }
    }

    private static string Copy(ArtifactFolder folder, string name, byte[] graph, IReadOnlySet<string> locations)
    {
        string? copy = null;
        try
        {
            copy = Directory.CreateTempSubdirectory("dialclip-graph-").FullName;
            foreach (var location in locations)
            {
                var target = System.IO.Path.Combine(copy, location);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                folder.CopyFile(location, file);
            }

            File.WriteAllBytes(System.IO.Path.Combine(copy, name), graph);
            return copy;
        }
        catch (Exception error)
        {
            if (copy is not null)
                Directory.Delete(copy, recursive: true);
            if (error is IOException or UnauthorizedAccessException)
                throw new ArtifactException(
                    ArtifactFailure.Unavailable,
                    $"The weights of graph '{name}' in '{folder.LocalPath}' cannot be copied to "
                        + $"'{System.IO.Path.GetTempPath()}': {error.Message} Make room there, or name another "
                        + "temporary folder (TMPDIR; on Windows TMP).",
                    error
                );
            throw;
        }
    }
}
