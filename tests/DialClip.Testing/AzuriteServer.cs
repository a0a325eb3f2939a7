using System.Diagnostics;
using System.Globalization;

namespace DialClip.Testing;

/// <summary>
/// A local Azure Blob Storage in memory, started when a test first asks for it; use it as a class fixture.
/// </summary>
public sealed class AzuriteServer : IDisposable
{
    // Azurite's one account; name and key are the documented ones of every emulator.
    private const string Account = "devstoreaccount1";
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string ReadyMark = "successfully listens on http://127.0.0.1:";

    private readonly Lock gate = new();
    private Task<string>? starting;
    private Process? process;

    /// <summary>Gets the connection string of the running server.</summary>
    public Task<string> GetConnectionStringAsync()
    {
        lock (gate)
            return starting ??= StartAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Stop;
        Stop(this, EventArgs.Empty);
        process?.Dispose();
    }

    private async Task<string> StartAsync()
    {
        var script = Path.Combine(
            RepositoryPaths.NpmAssets,
            "azurite",
            "node_modules",
            "azurite",
            "dist",
            "src",
            "blob",
            "main.js"
        );
        var output = new List<string>();
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process
        {
            EnableRaisingEvents = true,
            StartInfo = new ProcessStartInfo(
                "node",
                [
                    script,
                    "--blobHost",
                    "127.0.0.1",
                    "--blobPort",
                    "0",
                    "--inMemoryPersistence",
                    "--silent",
                    "--skipApiVersionCheck",
                    "--disableTelemetry",
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            },
        };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) =>
            port.TrySetException(new InvalidOperationException($"Azurite ended before it listened: {Said()}"));
        // A test run that is interrupted must not leave a server behind.
        AppDomain.CurrentDomain.ProcessExit += Stop;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var found = await port.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{found}/{Account};";

        void Read(string? line)
        {
            if (line is null)
                return;
            lock (output)
                output.Add(line);
            if (line.IndexOf(ReadyMark, StringComparison.Ordinal) is var at and >= 0)
                port.TrySetResult(int.Parse(line[(at + ReadyMark.Length)..], CultureInfo.InvariantCulture));
        }

        string Said()
        {
            lock (output)
                return string.Join(Environment.NewLine, output);
        }
    }

    private void Stop(object? sender, EventArgs arguments)
    {
        if (process is { HasExited: false })
            process.Kill(entireProcessTree: true);
    }
}
