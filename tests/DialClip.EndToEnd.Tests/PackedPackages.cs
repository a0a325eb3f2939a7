using System.IO.Compression;
using System.Xml.Linq;

namespace DialClip.EndToEnd.Tests;

/// <summary>
/// The packages that 'dotnet pack' makes, in a folder that serves as a feed; made once for a test class.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Gets the feed.</summary>
    public string Feed => folder.At("feed");

    /// <summary>
    /// Gets the version of every package: another in every run, because NuGet keeps what it once restored.
    /// </summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        foreach (var project in PackableProjects())
        {
            var (code, output) = await RunningProgram.DotnetAsync([
                "pack",
                project,
                "-c",
                "Release",
                "-o",
                Feed,
                "-nologo",
                "-v:m",
                "-nr:false",
                "--artifacts-path",
                folder.At("artifacts"),
                $"-p:Version={Version}",
                "-p:PackNet8=true",
            ]);
            Assert.True(code == 0, output);
        }
    }

    private static IEnumerable<string> PackableProjects() =>
        new[] { "bot", "model", "training", "tests" }
            .SelectMany(top =>
                Directory.EnumerateFiles(
                    Path.Combine(RepositoryPaths.Root, top),
                    "*.csproj",
                    SearchOption.AllDirectories
                )
            )
            .Where(path => File.ReadAllText(path).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal));

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        folder.Dispose();
        var restored =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in Directory.Exists(restored) ? Directory.GetDirectories(restored, "dialclip.*") : [])
            if (Directory.Exists(Path.Combine(package, Version)))
                Directory.Delete(Path.Combine(package, Version), recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Reads a package's description and the names of its files.</summary>
    public async Task<(XElement Metadata, HashSet<string> Files)> ReadAsync(string id, string extension = "nupkg")
    {
        using var archive = await ZipFile.OpenReadAsync(Path.Combine(Feed, $"{id}.{Version}.{extension}"));
        await using var nuspec = await archive.GetEntry(id + ".nuspec")!.OpenAsync();
        var document = await XDocument.LoadAsync(nuspec, LoadOptions.None, CancellationToken.None);
        return (document.Root!.Elements().Single(), [.. archive.Entries.Select(entry => entry.FullName)]);
    }
}
