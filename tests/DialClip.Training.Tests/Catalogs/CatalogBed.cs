using System.Text;
using DialClip.Artifacts.Format;
using DialClip.Model.Indexing;
using DialClip.Training.Commands;

namespace DialClip.Training.Tests.Catalogs;

/// <summary>A folder of pictures, a store with a tiny model, and settings that name both.</summary>
internal sealed class CatalogBed : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private byte next;

    public CatalogBed()
    {
        Directory.CreateDirectory(Folder);
        Settings = temporary.At("settings.json");
        File.WriteAllText(
            Settings,
            $$"""
            {
              "DialClip": {
                "Store": { "Path": "{{Bundle.Root}}" },
                "Model": { "Backbone": "{{TinyBundle.BackbonePath}}", "Heads": [ "{{TinyBundle.HeadPath}}" ] }
              }
            }
            """
        );
    }

    public TinyBundle Bundle { get; } = new();

    public string Folder => temporary.At("pictures");

    /// <summary>Gets a path beside the folder.</summary>
    public string Beside(string name) => temporary.At(name);

    public string Settings { get; }

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    /// <summary>Writes the model: the backbone and a head.</summary>
    public async Task WriteModelAsync()
    {
        await Bundle.WriteBackboneAsync();
        await Bundle.WriteHeadAsync("1");
    }

    /// <summary>Puts pictures into the folder, each of a colour of its own.</summary>
    public void PutPictures(params string[] paths)
    {
        foreach (var path in paths)
            Put(path, TinyBundle.Bmp(++next, 40, 40));
    }

    public void Put(string path, byte[] bytes)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    public void Put(string path, string text) => Put(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Runs 'dialclip catalog' over the folder.</summary>
    public async Task<int> RunAsync(params string[] options)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await CommandRunner.RunAsync(
            ["catalog", Folder, "--name", "mine", "--settings", Settings, .. options],
            output,
            errors
        );
        (Output, Errors) = (output.ToString(), errors.ToString());
        return code;
    }

    /// <summary>Runs it, and opens the version that it made without an index.</summary>
    public async Task<Catalog> MakeAsync(string version = "1")
    {
        await RunAsync("--no-index");
        return await OpenAsync(version);
    }

    public async Task<Catalog> OpenAsync(string version) =>
        Catalog.Load(await Bundle.Loader.OpenAsync($"catalogs/mine/{version}", null, CancellationToken.None));

    public string[] ListVersions() =>
        Directory.Exists(Bundle.GetPath("catalogs/mine"))
            ?
            [
                .. Directory
                    .EnumerateDirectories(Bundle.GetPath("catalogs/mine"))
                    .Where(folder => File.Exists(Path.Combine(folder, ArtifactManifest.FileName)))
                    .Select(folder => Path.GetFileName(folder))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    public void Dispose()
    {
        temporary.Dispose();
        Bundle.Dispose();
    }
}
