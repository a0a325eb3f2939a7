using System.CommandLine;
using DialClip.Benchmarks.Measures;

namespace DialClip.Benchmarks.Chaos;

/// <summary>The program <c>chaos</c>: kills the host at random moments, on files and on Azurite.</summary>
internal static class ChaosCommand
{
    public static Command Create(TextWriter output, TextWriter progress)
    {
        var kills = new Option<int>("--kills")
        {
            Description = "Number of times that the host is killed, for each storage.",
            DefaultValueFactory = _ => 30,
        };
        var seed = new Option<int>("--seed") { Description = "Seed of the moments.", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "chaos",
            "Kills the host while conversations are under way, and fails where a message that is delivered again stays "
                + "unanswered or is answered twice."
        )
        {
            kills,
            seed,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var (count, first) = (parsed.GetValue(kills), parsed.GetValue(seed));
                var files = await RunOnFilesAsync(count, first, progress);
                var blobs = await RunOnBlobsAsync(count, first, progress);
                output.Print(new { files, blobs });
                return files.Passed && blobs.Passed ? 0 : 1;
            }
        );
        return command;
    }

    /// <summary>Runs it over files in a temporary folder.</summary>
    public static async Task<ChaosResult> RunOnFilesAsync(int kills, int seed, TextWriter progress)
    {
        var folder = Directory.CreateTempSubdirectory("dialclip-chaos-");
        try
        {
            return await ChaosRun.RunAsync(
                kills,
                seed,
                ["--DialClip:Storage:Kind", "File", "--DialClip:Storage:Path", folder.FullName],
                progress
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs it over blobs in Azurite.</summary>
    public static async Task<ChaosResult> RunOnBlobsAsync(int kills, int seed, TextWriter progress)
    {
        using var azurite = new AzuriteServer();
        return await ChaosRun.RunAsync(
            kills,
            seed,
            [
                "--DialClip:Storage:Kind",
                "Blob",
                "--DialClip:Storage:Container",
                "chaos",
                "--DialClip:Storage:ConnectionString",
                await azurite.GetConnectionStringAsync(),
            ],
            progress
        );
    }
}
