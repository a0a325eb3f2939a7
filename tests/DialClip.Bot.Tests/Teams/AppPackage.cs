using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;

namespace DialClip.Bot.Tests.Teams;

/// <summary>Runs the generator of Teams app packages; what it writes goes with the test.</summary>
internal sealed class AppPackage : IDisposable
{
    /// <summary>What every package needs, right in every way.</summary>
    public static readonly IReadOnlyList<string> Required =
    [
        "--app-id",
        "3F2B8C1E-6D4A-4E0B-9C57-2A1F0D8E7B64",
        "--domain",
        "bot.example.com",
        "--developer",
        "Contoso",
        "--website-url",
        "https://contoso.example.com",
        "--privacy-url",
        "https://contoso.example.com/privacy",
        "--terms-url",
        "https://contoso.example.com/terms",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dialclip-teams-");

    public static string Sources => Path.Combine(RepositoryPaths.Root, "deployment", "teams");

    public string File => Path.Combine(folder.FullName, "new", "bot.zip");

    /// <summary>Runs it to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(
        IEnumerable<string> arguments,
        string timeZone = "UTC"
    )
    {
        using var process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Sources, "package.mjs"), .. arguments, "--out", File])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["TZ"] = timeZone },
            }
        )!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Writes the committed template, changed, and gets its path.</summary>
    public string Template(Func<string, string> change)
    {
        var changed = Path.Combine(folder.FullName, "template.json");
        System.IO.File.WriteAllText(
            changed,
            change(System.IO.File.ReadAllText(Path.Combine(Sources, "manifest.json")))
        );
        return changed;
    }

    /// <summary>Reads the manifest in the package.</summary>
    public JsonElement Manifest()
    {
        using var zip = ZipFile.OpenRead(File);
        using var stream = zip.GetEntry("manifest.json")!.Open();
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
