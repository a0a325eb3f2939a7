using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace DialClip.Benchmarks.Heads;

/// <summary>Runs a program that prints one result as JSON.</summary>
internal static class Child
{
    /// <summary>Runs this program again.</summary>
    public static Task<HeadStepResult> RunSelfAsync(string[] arguments, int threads, CancellationToken cancel)
    {
        var self = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(self) == "dotnet"
            ? RunAsync(self, [Assembly.GetExecutingAssembly().Location, .. arguments], threads, cancel)
            : RunAsync(self, arguments, threads, cancel);
    }

    /// <summary>Runs a program; what it says beside its result goes to the terminal.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="threads">Threads for the libraries below the engine, which know nothing of its own setting.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<HeadStepResult> RunAsync(
        string program,
        string[] arguments,
        int threads,
        CancellationToken cancel
    )
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS" })
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        // No compiled files beside the sources.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            var printed = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<HeadStepResult>(printed, JsonSerializerOptions.Web)!
                : throw new InvalidOperationException(
                    $"'{program}' ended with exit code {process.ExitCode}; expected a result. What it wrote above says why."
                );
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
