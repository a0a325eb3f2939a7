namespace DialClip.Testing;

/// <summary>A folder that is removed after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dialclip-artifacts-").FullName;

    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes text files, making their folders.</summary>
    public string Fill(string folder, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var file = At(folder, path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return At(folder);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
