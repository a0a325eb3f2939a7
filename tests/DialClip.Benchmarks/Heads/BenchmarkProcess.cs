using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace DialClip.Benchmarks.Heads;

/// <summary>Runs a program that prints a result as JSON.</summary>
internal static class BenchmarkProcess
{
    /// <summary>Runs this program again.</summary>
    public static Task<HeadStepResult> RunSelfAsync(
        string[] arguments,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? RunAsync(program, [Assembly.GetExecutingAssembly().Location, .. arguments], threads, cancellationToken)
            : RunAsync(program, arguments, threads, cancellationToken);
    }

    /// <summary>Runs a program, whose errors go to the terminal.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="threads">The threads of OpenMP and OpenBLAS.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public static async Task<HeadStepResult> RunAsync(
        string program,
        string[] arguments,
        int threads,
        CancellationToken cancellationToken
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
            var json = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<HeadStepResult>(json, JsonSerializerOptions.Web)!
                : throw new InvalidOperationException(
                    $"'{program}' ended with exit code {process.ExitCode}; expected a result. See its output above."
                );
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
