using System.Diagnostics;
using System.Globalization;

namespace DialClip.Bot.Host.Tests;

/// <summary>This assembly again, as a process of its own that uses a FileStorage; it ends with the test.</summary>
internal sealed class WriterProcess : IAsyncDisposable
{
    private const string Ready = "ready";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> errors;

    private WriterProcess(string[] arguments)
    {
        process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(WriterProcess).Assembly.Location, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        errors = process.StandardError.ReadToEndAsync();
    }

    public static WriterProcess Start(params string[] arguments) => new(arguments);

    public async Task WaitUntilReadyAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line == Ready, $"The process said '{line}' {(line is null ? await errors : "")}");
    }

    /// <summary>Lets it begin.</summary>
    public void Go() => process.StandardInput.WriteLine();

    /// <returns>What it had to complain of.</returns>
    public async Task<string> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode == 0 ? await errors : $"code {process.ExitCode}: {await errors}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    // The entry point of this assembly; the test runner does not use it.
    private static async Task Main(string[] arguments)
    {
        using var held =
            arguments[0] == "hold"
                ? new FileStream(
                    arguments[1],
                    new FileStreamOptions
                    {
                        Mode = FileMode.OpenOrCreate,
                        Access = FileAccess.Write,
                        Share = FileShare.None,
                    }
                )
                : null;
        await Console.Out.WriteLineAsync(Ready);
        await Console.In.ReadLineAsync();
        if (arguments[0] == "write")
            await ConcurrentWriters.AppendAsync(
                new FileStorage(arguments[1], TimeSpan.FromMinutes(1)),
                int.Parse(arguments[2], CultureInfo.InvariantCulture),
                int.Parse(arguments[3], CultureInfo.InvariantCulture)
            );
    }
}
