using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace DialClip.Bot.Host.Tests;

/// <summary>
/// Disks, locks and servers that fail for real, seen by readiness and by the metric <c>dialclip.health</c>.
/// </summary>
public sealed class HealthFaultTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Health_OfAHostThatWorks_IsOneInEveryPart()
    {
        await using var host = await HostHarness.StartAsync();

        var (status, parts) = await AskAsync(host);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Parts(all: 1, record: 1, log: 1), parts);
    }

    [Fact]
    public async Task Health_OfAHostWithoutAnExperimentLog_IsOneAndSaysSo()
    {
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?> { ["DialClip:Experiments:Log"] = "" }
        );

        var (status, parts) = await AskAsync(host);
        var text = await host.Client.GetStringAsync(new Uri("/healthz/ready", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Parts(all: 1, record: 1, log: 1), parts);
        Assert.Contains("experiment log is off", text, StringComparison.Ordinal);
    }

    [MountFact]
    public async Task Health_OnAFullDisk_IsZeroForRecordAndLog()
    {
        using var disk = new MountedDisk(kilobytes: 64);
        await using var host = await HostHarness.StartAsync(OnDisk(disk));
        disk.Fill();

        var (status, parts) = await AskAsync(host);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(Parts(all: 0, record: 0, log: 0), parts);
    }

    [MountFact]
    public async Task Health_OnAReadOnlyDisk_IsZeroForRecordAndLog()
    {
        using var disk = new MountedDisk(kilobytes: 1024);
        await using var host = await HostHarness.StartAsync(OnDisk(disk));
        disk.MakeReadOnly();

        var (status, parts) = await AskAsync(host);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(Parts(all: 0, record: 0, log: 0), parts);
    }

    // Of the file storage's folder, as another process holds it that hangs within a write.
    [Fact]
    public async Task Health_UnderAForeignLock_IsZeroForRecord()
    {
        using var folder = new TemporaryFolder();
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes("dialclip/health")));
        var subfolder = Directory.CreateDirectory(Path.Combine(folder.Path, name[..2]));
        using var held = new FileStream(
            Path.Combine(subfolder.FullName, ".lock"),
            FileMode.Create,
            FileAccess.Write,
            FileShare.None
        );
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:Storage:Kind"] = "File",
                ["DialClip:Storage:Path"] = folder.Path,
            }
        );

        var (status, parts) = await AskAsync(host);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(Parts(all: 0, record: 0, log: 1), parts);
    }

    // Each process writes files of its own, so nobody's lock is in its way.
    [Fact]
    public async Task Health_WithTheNameOfTheLogLocked_IsOne()
    {
        using var folder = new TemporaryFolder();
        var log = Path.Combine(folder.Path, "experiments.jsonl");
        using var lockedLog = new FileStream(log, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var lockFile = new FileStream(log + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?> { ["DialClip:Experiments:Log"] = log }
        );

        var (status, parts) = await AskAsync(host);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Parts(all: 1, record: 1, log: 1), parts);
    }

    // A server that takes connections and never answers.
    [Fact]
    public async Task Health_OverAHungStorage_IsZeroForRecord()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        await using var host = await HostHarness.StartAsync(
            new Dictionary<string, string?>
            {
                ["DialClip:Storage:Kind"] = "Blob",
                ["DialClip:Storage:Container"] = "hung",
                ["DialClip:Storage:ConnectionString"] =
                    "DefaultEndpointsProtocol=http;AccountName=hung;AccountKey=aHVuZw==;"
                    + $"BlobEndpoint=http://127.0.0.1:{port}/hung;",
            }
        );

        var (status, parts) = await AskAsync(host);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(Parts(all: 0, record: 0, log: 1), parts);
    }

    private static Dictionary<string, string?> OnDisk(MountedDisk disk) =>
        new()
        {
            ["DialClip:Storage:Kind"] = "File",
            ["DialClip:Storage:Path"] = Path.Combine(disk.Path, "records"),
            ["DialClip:Experiments:Log"] = Path.Combine(disk.Path, "log", "experiments.jsonl"),
        };

    private static SortedDictionary<string, double> Parts(double all, double record, double log) =>
        new(StringComparer.Ordinal)
        {
            ["all"] = all,
            ["experiment"] = 1,
            ["log"] = log,
            ["model"] = 1,
            ["record"] = record,
        };

    // The probes of readiness have ended then, and a reading within their interval uses them.
    private static async Task<(HttpStatusCode Status, SortedDictionary<string, double> Parts)> AskAsync(
        HostHarness host
    )
    {
        using var collector = new MetricCollector<double>(
            host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            "DialClip.Bot",
            "dialclip.health"
        );
        using var limit = new CancellationTokenSource(Longest);
        using var response = await host.Client.GetAsync(new Uri("/healthz/ready", UriKind.Relative), limit.Token);
        collector.RecordObservableInstruments();
        var parts = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var measured in collector.GetMeasurementSnapshot())
            parts[(string)measured.Tags["dialclip.part"]!] = measured.Value;
        return (response.StatusCode, parts);
    }
}
