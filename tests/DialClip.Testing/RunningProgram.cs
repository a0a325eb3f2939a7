using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DialClip.Testing;

/// <summary>A program of the repository in a process of its own; it ends with the test.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;
    private readonly TaskCompletionSource<string> match = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(
        IEnumerable<string> arguments,
        string? awaited = null,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        process = new Process
        {
            EnableRaisingEvents = true,
            StartInfo = new ProcessStartInfo("dotnet", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = RepositoryPaths.Root,
            },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            process.StartInfo.Environment[name] = value;
        process.OutputDataReceived += (_, line) => Take(line.Data, awaited);
        process.ErrorDataReceived += (_, line) => Take(line.Data, awaited);
        process.Exited += (_, _) =>
            match.TrySetException(
                new InvalidOperationException(
                    $"'dotnet {string.Join(' ', process.StartInfo.ArgumentList)}' ended with code {process.ExitCode} "
                        + $"before it wrote '{awaited}': {Output}"
                )
            );
        AppDomain.CurrentDomain.ProcessExit += Stop;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Gets the process's id.</summary>
    public int Id => process.Id;

    /// <summary>Gets everything that was printed.</summary>
    public string Output => string.Join(Environment.NewLine, lines);

    /// <summary>Starts the host on a free port and waits until it can answer.</summary>
    public static Task<(RunningProgram Host, Uri Address)> StartHostAsync(params string[] arguments) =>
        StartHostAsync(null, arguments);

    /// <summary>Starts the host on a free port, with environment variables, and waits until it can answer.</summary>
    public static async Task<(RunningProgram Host, Uri Address)> StartHostAsync(
        IReadOnlyDictionary<string, string>? environment,
        params string[] arguments
    )
    {
        const string Mark = "Now listening on: http://";
        var host = new RunningProgram(
            [
                ProgramAt("DialClip.Bot.Host"),
                "--contentRoot",
                RepositoryPaths.Root,
                "--environment",
                "Development",
                "--urls",
                "http://127.0.0.1:0",
                .. arguments,
            ],
            Mark,
            environment
        );
        try
        {
            var line = await host.match.Task.WaitAsync(Timeout);
            var address = new Uri(line[(line.IndexOf("http", StringComparison.Ordinal))..].Trim());
            await WaitUntilReadyAsync(address, host);
            return (host, address);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the process to end, as an orchestrator does; not on Windows, which has no signals.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until the process has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return process.ExitCode;
    }

    /// <summary>Starts 'dotnet' and waits until it prints a line that contains a text.</summary>
    public static async Task<RunningProgram> StartAsync(IEnumerable<string> arguments, string awaited)
    {
        var program = new RunningProgram(arguments, awaited);
        try
        {
            await program.match.Task.WaitAsync(Timeout);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the host to its end, which is soon when its settings are wrong.</summary>
    public static Task<(int Code, string Output)> HostAsync(IEnumerable<string> arguments) =>
        DotnetAsync([ProgramAt("DialClip.Bot.Host"), "--urls", "http://127.0.0.1:0", .. arguments]);

    /// <summary>Runs the console program to its end.</summary>
    public static Task<(int Code, string Output)> DialclipAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    ) => DotnetAsync([ProgramAt("DialClip.Training"), .. arguments], environment);

    /// <summary>Runs 'dotnet' to its end.</summary>
    public static async Task<(int Code, string Output)> DotnetAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var program = new RunningProgram(arguments, environment: environment);
        await using (program)
        {
            await program.process.WaitForExitAsync().WaitAsync(Timeout);
            return (program.process.ExitCode, program.Output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Stop;
        Stop(this, EventArgs.Empty);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    // Beside the tests, in the same configuration: artifacts/bin/PROJECT/CONFIGURATION.
    private static string ProgramAt(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, project + ".dll");
    }

    private static async Task WaitUntilReadyAsync(Uri address, RunningProgram host)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var timeout = new CancellationTokenSource(Timeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(timeout.Token))
        {
            using var response = await client.GetAsync(new Uri(address, "healthz/ready"), timeout.Token);
            if (response.IsSuccessStatusCode)
                return;
            if (host.process.HasExited)
                throw new InvalidOperationException($"The host ended: {host.Output}");
        }
    }

    private void Take(string? line, string? awaited)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (awaited is not null && line.Contains(awaited, StringComparison.Ordinal))
            match.TrySetResult(line);
    }

    private void Stop(object? sender, EventArgs arguments)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }
}
