using System.Text.Json;
using Microsoft.Playwright;

namespace DialClip.EndToEnd.Tests;

/// <summary>
/// A headless Chromium and the host, both started when a test first asks for them and shared by all tests that chat,
/// which run one after another.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ChatFixture : IAsyncLifetime, ICollectionFixture<ChatFixture>
{
    /// <summary>The name of the tests' collection.</summary>
    public const string Name = "Chat";

    /// <summary>A name that this Chromium takes for this machine, as a hostile DNS server would have it.</summary>
    public const string ReboundName = "rebound.example";

    private readonly string log = Path.Combine(
        Directory.CreateTempSubdirectory("dialclip-log-").FullName,
        "experiments.jsonl"
    );
    private Task<(RunningProgram Host, Uri Address)>? starting;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Gets what was recorded: exposures and feedback.</summary>
    internal IReadOnlyList<JsonElement> Events =>
        [
            .. Directory
                .GetFiles(Path.GetDirectoryName(log)!, "experiments.*.jsonl")
                .SelectMany(File.ReadAllLines)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Gets the host with the committed settings.</summary>
    internal Task<(RunningProgram Host, Uri Address)> HostAsync() => starting ??= StartAsync();

    /// <summary>Starts a host with settings of its own.</summary>
    internal Task<(RunningProgram Host, Uri Address)> StartAsync(params string[] settings) =>
        RunningProgram.StartHostAsync([
            "--DialClip:Experiments:Log",
            log,
            "--Logging:LogLevel:DialClip.LocalChat",
            "Debug",
            .. settings,
        ]);

    /// <summary>Opens a browser's profile: storage of its own, shared by its tabs.</summary>
    internal async Task<IBrowserContext> ProfileAsync(
        ColorScheme scheme = ColorScheme.Light,
        int width = 900,
        int height = 860
    )
    {
        playwright ??= await Playwright.CreateAsync();
        browser ??= await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("DIALCLIP_CHROMIUM") is { Length: > 0 } named
                    ? named
                    : "/usr/bin/chromium",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    $"--host-resolver-rules=MAP {ReboundName} 127.0.0.1",
                ],
            }
        );
        return await browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = scheme,
            }
        );
    }

    /// <summary>Opens the page in a profile of its own.</summary>
    internal async Task<ChatPage> OpenAsync(
        Uri? address = null,
        ColorScheme scheme = ColorScheme.Light,
        int width = 900,
        int height = 860
    )
    {
        var profile = await ProfileAsync(scheme, width, height);
        return await ChatPage.OpenAsync(address ?? (await HostAsync()).Address, await profile.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (starting is not null)
            await (await starting).Host.DisposeAsync();
    }
}
