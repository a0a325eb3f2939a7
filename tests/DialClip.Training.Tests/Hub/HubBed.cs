using DialClip.Training.Hub;

namespace DialClip.Training.Tests.Hub;

/// <summary>A hub with a small checkpoint, a folder to pull into, and a clock.</summary>
internal sealed class HubBed : IAsyncDisposable
{
    public const string Weights = "model.safetensors";

    /// <summary>The time after which a hanging test fails.</summary>
    public static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The time without a byte after which an attempt fails.</summary>
    public static TimeSpan StallTimeout => Retry.Timeout;

    private static readonly HubRetryOptions Retry = new() { MaxDelay = TimeSpan.FromSeconds(2) };

    private readonly string root = Directory.CreateTempSubdirectory("dialclip-pull-").FullName;

    // A field, so that a test can stop the server and connect once more.
    private readonly HubEndpoint endpoint;

    private HubBed(HubServer server) => (Server, endpoint) = (server, HubEndpoint.TryParse(server.Address)!);

    public HubServer Server { get; }

    public ObservableTime Time { get; } = new(isOver: wait => wait != StallTimeout);

    public ProgressLog Progress { get; } = new();

    public string Folder => Path.Combine(root, "checkpoint");

    public static async Task<HubBed> StartAsync()
    {
        var bed = new HubBed(await HubServer.StartAsync());
        bed.Server.Put("config.json", """{"projection_dim":6}""");
        bed.Server.Put("merges.txt", "#version: 0.2\na b\n");
        bed.Server.Put("vocab.json", """{"a":0}""");
        bed.Server.Put(Weights, HubContent.Pattern(300_000, seed: 1));
        return bed;
    }

    public async Task<CheckpointPull.Result> PullAsync(
        string? token = null,
        string revision = "main",
        long free = long.MaxValue,
        CancellationToken cancellationToken = default
    )
    {
        var request = new CheckpointPull.Request(endpoint, new("openai", "clip"), revision, Folder, token);
        using var pull = new CheckpointPull(request, Retry, Progress, Time) { FreeSpace = _ => free };
        return await pull.RunAsync(cancellationToken).WaitAsync(HangTimeout, CancellationToken.None);
    }

    public string GetPath(string name) => Path.Combine(Folder, name);

    public byte[] Read(string name) => File.ReadAllBytes(GetPath(name));

    /// <summary>Gets the names of the files in the folder, in order.</summary>
    public IReadOnlyList<string> GetFiles() =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Writes the files of an interrupted pull of the weights.</summary>
    public void WritePartial(byte[] bytes, string? tag)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllBytes(GetPath(Weights + ".partial"), bytes);
        if (tag is not null)
            File.WriteAllText(GetPath(Weights + ".partial.json"), $$"""{"etag":"\"{{tag}}\""}""");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }
}
